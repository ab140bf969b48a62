/// Convolutions of 4×4 with a stride of 2 and a padding of 1: 2×2 pixels of the target are made of 6×6 of the source by 36
/// products for each pair of channels in place of 64, and 4×4 pixels of the source, the other way, of 4×4 of the target by as
/// many.
///
/// Pixels of even places meet two of an axis' four weights, those of odd places the other two, in each case as in a
/// convolution of two weights: `y₀ = x₀g₀ + x₁g₁ + x₂g₂ + x₃g₃` and `y₁ = x₂g₀ + x₃g₁ + x₄g₂ + x₅g₃`. With the factors `g₀, g₁,
/// g₀ + g₂, g₁ + g₃, g₂, g₃` (Winograd's F(2, 2), twice) six products do in place of eight.
package enum StridedWinogradOfFour: WinogradTransforms {
    package static let taps = 16
    package static let factors = 6
    package static let targetValues = 3

    /// The second number is one of `y₀, y₀ + y₁, y₁`.
    package static let gradientTerms = ProductTerms(square: [
        [(0, 0, 0)], [(1, 0, 0)], [(2, 1, 0)], [(3, 1, 0)], [(4, 2, 1)], [(5, 2, 1)],
    ])

    package enum Forward: WinogradDirection {
        package static let pixels = 6
        package static let values = 6
        package static let sums = 3
        package static let results = 2
        package static let step = 4

        package static func margin(padding: Int) -> Int { 1 }

        /// `A = (x₀ − x₂)g₀ + (x₁ − x₃)g₁`, `B = x₂(g₀ + g₂) + x₃(g₁ + g₃)`, `C = (x₄ − x₂)g₂ + (x₅ − x₃)g₃`.
        package static let terms = ProductTerms(square: [
            [(0, 0, 0), (1, 1, 0)], [(2, 2, 0), (3, 3, 0)], [(4, 4, 1), (5, 5, 1)],
        ])

        /// `x₀ − x₂, x₁ − x₃, x₂, x₃, x₄ − x₂, x₅ − x₃`.
        @inline(__always)
        package static func transform(_ load: (Int) -> Vector, _ store: (_ value: Int, Vector) -> Void) {
            @inline(__always) func row(_ y: Int, _ pixel: (_ x: Int) -> Vector) {
                let (c, d) = (pixel(2), pixel(3))
                store(6 * y, pixel(0) - c)
                store(6 * y + 1, pixel(1) - d)
                store(6 * y + 2, c)
                store(6 * y + 3, d)
                store(6 * y + 4, pixel(4) - c)
                store(6 * y + 5, pixel(5) - d)
            }
            row(0) { load($0) - load(12 + $0) }
            row(1) { load(6 + $0) - load(18 + $0) }
            row(2) { load(12 + $0) }
            row(3) { load(18 + $0) }
            row(4) { load(24 + $0) - load(12 + $0) }
            row(5) { load(30 + $0) - load(18 + $0) }
        }

        @inline(__always)
        package static func transformBack(_ load: (_ sum: Int) -> Vector, _ store: (Int, Vector) -> Void) {
            StridedWinogradOfThree.Forward.transformBack(load, store)
        }
    }

    package enum Adjoint: WinogradDirection {
        package static let pixels = 4
        package static let values = 5
        package static let sums = 6
        package static let results = 4
        package static let step = 2

        package static func margin(padding: Int) -> Int { 1 }

        /// Of four values of the other map, for the odd places `(y₀ − y₁)g₃`, `y₁(g₁ + g₃)`, `(y₂ − y₁)g₁`; for the even ones
        /// `(y₂ − y₁)g₂`, `y₂(g₀ + g₂)`, `(y₃ − y₂)g₀`.
        package static let terms = ProductTerms(square: [
            [(0, 5, 0)], [(1, 3, 0)], [(2, 1, 2)], [(2, 4, 1)], [(3, 2, 1)], [(4, 0, 3)],
        ])

        /// `y₀ − y₁, y₁, y₂ − y₁, y₂, y₃ − y₂`.
        @inline(__always)
        package static func transform(_ load: (Int) -> Vector, _ store: (_ value: Int, Vector) -> Void) {
            @inline(__always) func row(_ y: Int, _ pixel: (_ x: Int) -> Vector) {
                let (b, c) = (pixel(1), pixel(2))
                store(5 * y, pixel(0) - b)
                store(5 * y + 1, b)
                store(5 * y + 2, c - b)
                store(5 * y + 3, c)
                store(5 * y + 4, pixel(3) - c)
            }
            row(0) { load($0) - load(4 + $0) }
            row(1) { load(4 + $0) }
            row(2) { load(8 + $0) - load(4 + $0) }
            row(3) { load(8 + $0) }
            row(4) { load(12 + $0) - load(8 + $0) }
        }

        /// With the sums `a … f` of one axis `a + b, e − d, b + c, e + f`.
        @inline(__always)
        package static func transformBack(_ load: (_ sum: Int) -> Vector, _ store: (Int, Vector) -> Void) {
            @inline(__always) func row(_ y: Int, _ sum: (_ x: Int) -> Vector) {
                let (b, e) = (sum(1), sum(4))
                store(4 * y, sum(0) + b)
                store(4 * y + 1, e - sum(3))
                store(4 * y + 2, b + sum(2))
                store(4 * y + 3, e + sum(5))
            }
            row(0) { load($0) + load(6 + $0) }
            row(1) { load(24 + $0) - load(18 + $0) }
            row(2) { load(6 + $0) + load(12 + $0) }
            row(3) { load(24 + $0) + load(30 + $0) }
        }
    }

    /// 4×4 weights to 6×6 factors.
    @inline(__always)
    package static func weights(_ load: (Int) -> Vector, _ store: (_ factor: Int, Vector) -> Void) {
        @inline(__always) func row(_ y: Int, _ weight: (_ x: Int) -> Vector) {
            let (a, b, c, d) = (weight(0), weight(1), weight(2), weight(3))
            store(6 * y, a)
            store(6 * y + 1, b)
            store(6 * y + 2, a + c)
            store(6 * y + 3, b + d)
            store(6 * y + 4, c)
            store(6 * y + 5, d)
        }
        row(0) { load($0) }
        row(1) { load(4 + $0) }
        row(2) { load($0) + load(8 + $0) }
        row(3) { load(4 + $0) + load(12 + $0) }
        row(4) { load(8 + $0) }
        row(5) { load(12 + $0) }
    }

    /// The gradients of 6×6 factors to those of 4×4 weights.
    @inline(__always)
    package static func weightGradients(_ load: (_ factor: Int) -> Vector, _ store: (Int, Vector) -> Void) {
        @inline(__always) func row(_ y: Int, _ factor: (_ x: Int) -> Vector) {
            let (even, odd) = (factor(2), factor(3))
            store(4 * y, factor(0) + even)
            store(4 * y + 1, factor(1) + odd)
            store(4 * y + 2, even + factor(4))
            store(4 * y + 3, odd + factor(5))
        }
        row(0) { load($0) + load(12 + $0) }
        row(1) { load(6 + $0) + load(18 + $0) }
        row(2) { load(12 + $0) + load(24 + $0) }
        row(3) { load(18 + $0) + load(30 + $0) }
    }

    @inline(__always)
    package static func targetGradients(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        StridedWinogradOfThree.targetGradients(load, store)
    }
}
