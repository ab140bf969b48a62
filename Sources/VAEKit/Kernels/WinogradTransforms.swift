/// The transforms of Winograd's F(2×2, 3×3) as Lavin & Gray 2016 give them (section 4.1), and their adjoints. Each is a
/// small matrix that goes along the rows of a block of vectors and then along its columns.
///
/// Blocks are counted row by row. A transformed block has 4×4 vectors, whatever it was made of: its frequencies.
enum WinogradTransforms {
    typealias Two = (Vector, Vector)
    typealias Three = (Vector, Vector, Vector)
    typealias Four = (Vector, Vector, Vector, Vector)

    /// 4×4 pixels of a map to frequencies: `Bᵀ d B`.
    @inline(__always)
    static func pixels(_ load: (Int) -> Vector, _ store: (_ frequency: Int, Vector) -> Void) {
        @inline(__always) func matrix(_ d: Four) -> Four { (d.0 - d.2, d.1 + d.2, d.2 - d.1, d.1 - d.3) }
        @inline(__always) func row(_ y: Int) -> Four {
            matrix((load(4 * y), load(4 * y + 1), load(4 * y + 2), load(4 * y + 3)))
        }
        let (a, b, c, d) = (row(0), row(1), row(2), row(3))
        put(matrix((a.0, b.0, c.0, d.0)), column: 0, store)
        put(matrix((a.1, b.1, c.1, d.1)), column: 1, store)
        put(matrix((a.2, b.2, c.2, d.2)), column: 2, store)
        put(matrix((a.3, b.3, c.3, d.3)), column: 3, store)
    }

    /// 3×3 weights to frequencies: `G g Gᵀ`.
    @inline(__always)
    static func weights(_ load: (Int) -> Vector, _ store: (_ frequency: Int, Vector) -> Void) {
        @inline(__always) func matrix(_ g: Three) -> Four {
            let (outer, inner) = (0.5 * (g.0 + g.2), 0.5 * g.1)
            return (g.0, outer + inner, outer - inner, g.2)
        }
        @inline(__always) func row(_ y: Int) -> Four { matrix((load(3 * y), load(3 * y + 1), load(3 * y + 2))) }
        let (a, b, c) = (row(0), row(1), row(2))
        put(matrix((a.0, b.0, c.0)), column: 0, store)
        put(matrix((a.1, b.1, c.1)), column: 1, store)
        put(matrix((a.2, b.2, c.2)), column: 2, store)
        put(matrix((a.3, b.3, c.3)), column: 3, store)
    }

    /// Frequencies to 2×2 results: `Aᵀ m A`.
    @inline(__always)
    static func results(_ load: (_ frequency: Int) -> Vector, _ store: (Int, Vector) -> Void) {
        @inline(__always) func matrix(_ m: Four) -> Two { (m.0 + m.1 + m.2, m.1 - m.2 - m.3) }
        @inline(__always) func row(_ y: Int) -> Two {
            matrix((load(4 * y), load(4 * y + 1), load(4 * y + 2), load(4 * y + 3)))
        }
        let (a, b, c, d) = (row(0), row(1), row(2), row(3))
        let (left, right) = (matrix((a.0, b.0, c.0, d.0)), matrix((a.1, b.1, c.1, d.1)))
        store(0, left.0)
        store(1, right.0)
        store(2, left.1)
        store(3, right.1)
    }

    /// Gradients of 2×2 results to those of the frequencies: `A y Aᵀ`.
    @inline(__always)
    static func resultGradients(_ load: (Int) -> Vector, _ store: (_ frequency: Int, Vector) -> Void) {
        @inline(__always) func matrix(_ y: Two) -> Four { (y.0, y.0 + y.1, y.0 - y.1, -y.1) }
        let (a, b) = (matrix((load(0), load(1))), matrix((load(2), load(3))))
        put(matrix((a.0, b.0)), column: 0, store)
        put(matrix((a.1, b.1)), column: 1, store)
        put(matrix((a.2, b.2)), column: 2, store)
        put(matrix((a.3, b.3)), column: 3, store)
    }

    /// Gradients of the weights' frequencies to those of 3×3 weights: `Gᵀ u G`.
    @inline(__always)
    static func weightGradients(_ load: (_ frequency: Int) -> Vector, _ store: (Int, Vector) -> Void) {
        @inline(__always) func matrix(_ u: Four) -> Three {
            let half = 0.5 * (u.1 + u.2)
            return (u.0 + half, 0.5 * (u.1 - u.2), half + u.3)
        }
        @inline(__always) func row(_ y: Int) -> Three {
            matrix((load(4 * y), load(4 * y + 1), load(4 * y + 2), load(4 * y + 3)))
        }
        @inline(__always) func put(_ values: Three, column: Int) {
            store(column, values.0)
            store(3 + column, values.1)
            store(6 + column, values.2)
        }
        let (a, b, c, d) = (row(0), row(1), row(2), row(3))
        put(matrix((a.0, b.0, c.0, d.0)), column: 0)
        put(matrix((a.1, b.1, c.1, d.1)), column: 1)
        put(matrix((a.2, b.2, c.2, d.2)), column: 2)
    }

    @inline(__always)
    private static func put(_ values: Four, column: Int, _ store: (Int, Vector) -> Void) {
        store(column, values.0)
        store(4 + column, values.1)
        store(8 + column, values.2)
        store(12 + column, values.3)
    }
}
