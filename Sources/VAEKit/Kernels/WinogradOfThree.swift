/// Convolutions of 3×3 with a stride of 1: 2×2 pixels of a result are made of 4×4 pixels of the other map by 16 products for
/// each pair of channels in place of 36. The transforms of Winograd's F(2×2, 3×3) as Lavin & Gray 2016 give them (section
/// 4.1), and their adjoints.
///
/// Whatever it was made of, a transformed block has 4×4 vectors: its frequencies.
package enum WinogradOfThree: WinogradTransforms {
    typealias Two = (Vector, Vector)
    typealias Three = (Vector, Vector, Vector)
    typealias Four = (Vector, Vector, Vector, Vector)

    package static let taps = 9
    package static let factors = 4
    package static let targetValues = 4
    package static let gradientTerms = Forward.terms

    package enum Forward: WinogradDirection {
        package static let pixels = 4
        package static let values = 4
        package static let sums = 4
        package static let results = 2
        package static let step = 2

        package static func margin(padding: Int) -> Int { padding }

        package static let terms = ProductTerms(square: [[(0, 0, 0)], [(1, 1, 0)], [(2, 2, 0)], [(3, 3, 1)]])

        /// `Bᵀ d B`.
        @inline(__always)
        package static func transform(_ load: (Int) -> Vector, _ store: (_ value: Int, Vector) -> Void) {
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

        /// `Aᵀ m A`.
        @inline(__always)
        package static func transformBack(_ load: (_ sum: Int) -> Vector, _ store: (Int, Vector) -> Void) {
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
    }

    /// The same convolution with weights that are turned by half a circle.
    package enum Adjoint: WinogradDirection {
        package static let pixels = Forward.pixels
        package static let values = Forward.values
        package static let sums = Forward.sums
        package static let results = Forward.results
        package static let step = Forward.step

        package static func margin(padding: Int) -> Int { 2 - padding }

        /// Weights that are turned have the first frequency and the last in each other's place, in both directions.
        package static let terms = ProductTerms(square: [[(0, 3, 0)], [(1, 1, 0)], [(2, 2, 0)], [(3, 0, 1)]])

        @inline(__always)
        package static func transform(_ load: (Int) -> Vector, _ store: (_ value: Int, Vector) -> Void) {
            Forward.transform(load, store)
        }

        @inline(__always)
        package static func transformBack(_ load: (_ sum: Int) -> Vector, _ store: (Int, Vector) -> Void) {
            Forward.transformBack(load, store)
        }
    }

    /// `G g Gᵀ`.
    @inline(__always)
    package static func weights(_ load: (Int) -> Vector, _ store: (_ factor: Int, Vector) -> Void) {
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

    /// `Gᵀ u G`.
    @inline(__always)
    package static func weightGradients(_ load: (_ factor: Int) -> Vector, _ store: (Int, Vector) -> Void) {
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

    /// `A y Aᵀ`.
    @inline(__always)
    package static func targetGradients(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        @inline(__always) func matrix(_ y: Two) -> Four { (y.0, y.0 + y.1, y.0 - y.1, -y.1) }
        let (a, b) = (matrix((load(0), load(1))), matrix((load(2), load(3))))
        put(matrix((a.0, b.0)), column: 0, store)
        put(matrix((a.1, b.1)), column: 1, store)
        put(matrix((a.2, b.2)), column: 2, store)
        put(matrix((a.3, b.3)), column: 3, store)
    }

    @inline(__always)
    private static func put(_ values: Four, column: Int, _ store: (Int, Vector) -> Void) {
        store(column, values.0)
        store(4 + column, values.1)
        store(8 + column, values.2)
        store(12 + column, values.3)
    }
}
