/// Convolutions of 3×3 with a stride of 2 and a padding of 1: 2×2 pixels of the target are made of 5×5 of the source by 25
/// products for each pair of channels in place of 36, and 4×4 pixels of the source, the other way, of 3×3 of the target by as
/// many.
///
/// Along one axis two results are `y₀ = x₀g₀ + x₁g₁ + x₂g₂` and `y₁ = x₂g₀ + x₃g₁ + x₄g₂`: with the factors `g₀, g₁, g₂, g₀ + g₂`
/// five products do in place of six. It is Winograd's F(2, 2) for the pixels of even places, which two of the weights meet.
package enum StridedWinogradOfThree: WinogradTransforms {
    package static let taps = 9
    package static let factors = 4
    package static let targetValues = 3

    /// The second number is one of `y₀, y₀ + y₁, y₁`.
    package static let gradientTerms = ProductTerms(square: [
        [(0, 0, 0)], [(1, 0, 0), (3, 2, 1)], [(4, 2, 1)], [(2, 1, 0)],
    ])

    package enum Forward: WinogradDirection {
        package static let pixels = 5
        package static let values = 5
        package static let sums = 3
        package static let results = 2
        package static let step = 4

        package static func margin(padding: Int) -> Int { 1 }

        /// `A = (x₀ − x₂)g₀ + x₁g₁`, `B = x₂(g₀ + g₂)`, `C = x₃g₁ + (x₄ − x₂)g₂`.
        package static let terms = ProductTerms(square: [
            [(0, 0, 0), (1, 1, 0)], [(2, 3, 0)], [(3, 1, 1), (4, 2, 1)],
        ])

        /// `x₀ − x₂, x₁, x₂, x₃, x₄ − x₂`.
        @inline(__always)
        package static func transform(_ load: (Int) -> Vector, _ store: (_ value: Int, Vector) -> Void) {
            @inline(__always) func row(_ y: Int, _ pixel: (_ x: Int) -> Vector) {
                let middle = pixel(2)
                store(5 * y, pixel(0) - middle)
                store(5 * y + 1, pixel(1))
                store(5 * y + 2, middle)
                store(5 * y + 3, pixel(3))
                store(5 * y + 4, pixel(4) - middle)
            }
            row(0) { load($0) - load(10 + $0) }
            for y in 1..<4 { row(y) { load(5 * y + $0) } }
            row(4) { load(20 + $0) - load(10 + $0) }
        }

        /// `A + B, B + C`.
        @inline(__always)
        package static func transformBack(_ load: (_ sum: Int) -> Vector, _ store: (Int, Vector) -> Void) {
            @inline(__always) func row(_ y: Int) -> (Vector, Vector) {
                let middle = load(3 * y + 1)
                return (load(3 * y) + middle, middle + load(3 * y + 2))
            }
            let (a, b, c) = (row(0), row(1), row(2))
            store(0, a.0 + b.0)
            store(1, a.1 + b.1)
            store(2, b.0 + c.0)
            store(3, b.1 + c.1)
        }
    }

    package enum Adjoint: WinogradDirection {
        package static let pixels = 3
        package static let values = 4
        package static let sums = 5
        package static let results = 4
        package static let step = 2

        package static func margin(padding: Int) -> Int { 0 }

        /// Of three values of the other map `(y₀ − y₁)g₂`, `y₁(g₀ + g₂)`, `(y₂ − y₁)g₀`, `y₀g₁`, `y₁g₁`.
        package static let terms = ProductTerms(square: [
            [(0, 2, 1)], [(1, 3, 1)], [(2, 0, 3)], [(3, 1, 0)], [(1, 1, 2)],
        ])

        /// `y₀ − y₁, y₁, y₂ − y₁, y₀`.
        @inline(__always)
        package static func transform(_ load: (Int) -> Vector, _ store: (_ value: Int, Vector) -> Void) {
            @inline(__always) func row(_ y: Int, _ pixel: (_ x: Int) -> Vector) {
                let (a, b, c) = (pixel(0), pixel(1), pixel(2))
                put((a - b, b, c - b, a), row: y, store)
            }
            row(0) { load($0) - load(3 + $0) }
            row(1) { load(3 + $0) }
            row(2) { load(6 + $0) - load(3 + $0) }
            row(3) { load($0) }
        }

        /// With the sums `a … e` of one axis `d, a + b, e, b + c`.
        @inline(__always)
        package static func transformBack(_ load: (_ sum: Int) -> Vector, _ store: (Int, Vector) -> Void) {
            @inline(__always) func row(_ y: Int, _ sum: (_ x: Int) -> Vector) {
                let shared = sum(1)
                put((sum(3), sum(0) + shared, sum(4), shared + sum(2)), row: y, store)
            }
            row(0) { load(15 + $0) }
            row(1) { load($0) + load(5 + $0) }
            row(2) { load(20 + $0) }
            row(3) { load(5 + $0) + load(10 + $0) }
        }
    }

    /// 3×3 weights to 4×4 factors.
    @inline(__always)
    package static func weights(_ load: (Int) -> Vector, _ store: (_ factor: Int, Vector) -> Void) {
        @inline(__always) func row(_ y: Int, _ weight: (_ x: Int) -> Vector) {
            let (a, b, c) = (weight(0), weight(1), weight(2))
            put((a, b, c, a + c), row: y, store)
        }
        for y in 0..<3 { row(y) { load(3 * y + $0) } }
        row(3) { load($0) + load(6 + $0) }
    }

    /// The gradients of 4×4 factors to those of 3×3 weights.
    @inline(__always)
    package static func weightGradients(_ load: (_ factor: Int) -> Vector, _ store: (Int, Vector) -> Void) {
        @inline(__always) func row(_ y: Int, _ factor: (_ x: Int) -> Vector) {
            let both = factor(3)
            store(3 * y, factor(0) + both)
            store(3 * y + 1, factor(1))
            store(3 * y + 2, factor(2) + both)
        }
        row(0) { load($0) + load(12 + $0) }
        row(1) { load(4 + $0) }
        row(2) { load(8 + $0) + load(12 + $0) }
    }

    /// `y₀, y₀ + y₁, y₁`.
    @inline(__always)
    package static func targetGradients(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        @inline(__always) func row(_ y: Int, _ left: Vector, _ right: Vector) {
            store(3 * y, left)
            store(3 * y + 1, left + right)
            store(3 * y + 2, right)
        }
        let (a, b, c, d) = (load(0), load(1), load(2), load(3))
        row(0, a, b)
        row(1, a + c, b + d)
        row(2, c, d)
    }

    @inline(__always)
    private static func put(
        _ values: (Vector, Vector, Vector, Vector), row: Int, _ store: (Int, Vector) -> Void
    ) {
        store(4 * row, values.0)
        store(4 * row + 1, values.1)
        store(4 * row + 2, values.2)
        store(4 * row + 3, values.3)
    }
}
