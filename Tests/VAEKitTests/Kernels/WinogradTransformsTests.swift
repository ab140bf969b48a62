import Testing
import VAEKit

/// Blocks by fewer multiplications against the definition of a convolution, for one pair of channels; items are the lanes.
@Suite struct WinogradTransformsTests {
    typealias Vector = SIMD16<Float>

    @Test func three() { check(WinogradOfThree.self, kernel: 3, stride: 1) }
    @Test func stridedThree() { check(StridedWinogradOfThree.self, kernel: 3, stride: 2) }
    @Test func stridedFour() { check(StridedWinogradOfFour.self, kernel: 4, stride: 2) }

    private func check<T: WinogradTransforms>(_: T.Type, kernel: Int, stride: Int) {
        let weights = vectors(kernel, seed: 1)
        let factors = transformed(T.factors) { T.weights({ weights[$0] }, $0) }
        let source = vectors(T.Forward.pixels, seed: 2)
        let target = vectors(T.Adjoint.pixels, seed: 3)
        let margin = T.Adjoint.margin(padding: 1)
        check(T.Forward.self, source, factors, weights, kernel) { pixel, result in pixel - stride * result }
        check(T.Adjoint.self, target, factors, weights, kernel) { pixel, result in
            result + 1 - stride * (pixel - margin)
        }

        let slopes = vectors(2, seed: 4)
        let values = transformed(T.Forward.values) { T.Forward.transform({ source[$0] }, $0) }
        let targetValues = transformed(T.targetValues) { T.targetGradients({ slopes[$0] }, $0) }
        let sums = products(T.gradientTerms, values, targetValues, T.factors * T.factors)
        let gradients = transformed(kernel) { T.weightGradients({ sums[$0] }, $0) }
        let expected = square(kernel) { y, x -> Vector in
            square(2) { row, column -> Vector in
                slopes[2 * row + column]
                    * source[(stride * row + y) * T.Forward.pixels + stride * column + x]
            }.reduce(Vector.zero, +)
        }
        for (gradient, expected) in zip(gradients, expected) { #expect(isClose(gradient, expected)) }
    }

    /// Also of blocks that stand over the edge: what is not wanted there changes nothing.
    ///
    /// - Parameter tap: of an axis, by which a result reads a pixel, wherever that lies.
    private func check<D: WinogradDirection>(
        _: D.Type, _ map: [Vector], _ factors: [Vector], _ weights: [Vector], _ kernel: Int,
        tap: (_ pixel: Int, _ result: Int) -> Int
    ) {
        let values = transformed(D.values) { D.transform({ map[$0] }, $0) }
        let expected = square(D.results) { row, column -> Vector in
            square(D.pixels) { y, x -> Vector in
                let (down, across) = (tap(y, row), tap(x, column))
                guard (0..<kernel).contains(down), (0..<kernel).contains(across) else { return Vector.zero }
                return map[y * D.pixels + x] * weights[down * kernel + across]
            }.reduce(Vector.zero, +)
        }
        let whole = products(D.terms, values, factors, D.sums * D.sums)
        for height in 1...D.results {
            for width in 1...D.results {
                var sums = whole
                for term in D.terms.terms where !term.isWanted(BlockSize(height: height, width: width)) {
                    sums[term.sum] = Vector(repeating: .nan)
                }
                let results = transformed(D.results) { D.transformBack({ sums[$0] }, $0) }
                for row in 0..<height {
                    for column in 0..<width {
                        let place = row * D.results + column
                        #expect(isClose(results[place], expected[place]))
                    }
                }
            }
        }
    }

    private func vectors(_ side: Int, seed: UInt64) -> [Vector] {
        let numbers = testNumbers(side * side * 16, seed: seed)
        return (0..<side * side).map { Vector(numbers[$0 * 16..<$0 * 16 + 16]) }
    }

    private func square<Value>(_ side: Int, _ value: (_ row: Int, _ column: Int) -> Value) -> [Value] {
        (0..<side * side).map { value($0 / side, $0 % side) }
    }

    private func transformed(_ side: Int, _ transform: (_ store: (Int, Vector) -> Void) -> Void) -> [Vector] {
        var results = [Vector](repeating: .zero, count: side * side)
        transform { results[$0] = $1 }
        return results
    }

    private func products(_ terms: ProductTerms, _ first: [Vector], _ second: [Vector], _ count: Int) -> [Vector] {
        terms.terms.reduce(into: [Vector](repeating: .zero, count: count)) { sums, term in
            sums[term.sum] += first[term.first] * second[term.second]
        }
    }

    private func isClose(_ a: Vector, _ b: Vector) -> Bool {
        (0..<16).allSatisfy { abs(a[$0] - b[$0]) <= 1e-4 * (1 + abs(b[$0])) }
    }
}
