import Foundation
import Testing
import VAEKit

/// The errors of the vector functions over their whole range, against double precision: the bounds in their comments.
@Suite struct VectorMathTests {
    /// A function, where it is measured, and its bound.
    struct Bound: Sendable, CustomTestStringConvertible {
        var function: ElementaryFunction
        var range: ClosedRange<Float>
        var relative: Double
        /// The error is relative to the result, but to no less than this.
        var least = 0.0
        var reference: @Sendable (Double) -> Double

        var testDescription: String { "\(function) in \(range)" }
    }

    static let bounds: [Bound] = [
        Bound(function: .exp, range: -87.3...88, relative: 1e-7) { exp($0) },
        Bound(function: .expm1, range: -1000...0, relative: 2e-7) { expm1($0) },
        Bound(function: .expm1, range: -1...(-1e-30), relative: 2e-7) { expm1($0) },
        Bound(function: .log, range: 1.2e-38...3e38, relative: 1e-7, least: 0.1) { log($0) },
        Bound(function: .log, range: 0.5...2, relative: 1e-7, least: 0.1) { log($0) },
        Bound(function: .log1p, range: 0...1, relative: 2e-7) { log1p($0) },
        Bound(function: .log1p, range: 1e-38...1, relative: 2e-7) { log1p($0) },
        Bound(function: .sigmoid, range: -87...88, relative: 2e-7) { 1 / (1 + exp(-$0)) },
        Bound(function: .sigmoid, range: -1...1, relative: 2e-7) { 1 / (1 + exp(-$0)) },
        Bound(function: .tanh, range: -20...20, relative: 1.5e-7) { tanh($0) },
        Bound(function: .tanh, range: 1e-30...1, relative: 1.5e-7) { tanh($0) },
        Bound(function: .sineOfTurns, range: 0...1, relative: 2e-7, least: 1) { sin(2 * .pi * $0) },
        Bound(function: .cosineOfTurns, range: 0...1, relative: 2e-7, least: 1) { cos(2 * .pi * $0) },
    ]

    @Test(arguments: bounds) func errorStaysWithinItsBound(_ bound: Bound) {
        let arguments = Self.sweep(bound.range, count: 400_000)
        let values = bound.function(arguments)
        var worst = (error: 0.0, at: Float(0))
        for (x, y) in zip(arguments, values) {
            let expected = bound.reference(Double(x))
            let scale = max(abs(expected), bound.least)
            let error = scale == 0 ? (y == 0 ? 0 : .infinity) : abs(Double(y) - expected) / scale
            if !(error <= worst.error) { worst = (error, x) }
        }
        #expect(worst.error < bound.relative, "\(bound.function) at \(worst.at)")
    }

    @Test func specialValues() {
        let large: [Float] = [.infinity, 3e38, 1e10, 200]
        #expect(ElementaryFunction.exp(large).allSatisfy { $0 > 1.5e38 && $0.isFinite })
        #expect(ElementaryFunction.exp(large.map(-)).allSatisfy { $0 > 0 && $0 < 1.3e-38 })
        #expect(ElementaryFunction.exp([0, -0.0]) == [1, 1])
        #expect(ElementaryFunction.expm1([-.infinity, -200, -0.0]) == [-1, -1, 0])
        #expect(ElementaryFunction.log([1]) == [0])
        #expect(ElementaryFunction.log1p([0]) == [0])
        #expect(ElementaryFunction.sigmoid(large) == [1, 1, 1, 1])
        #expect(ElementaryFunction.sigmoid(large.map(-)).allSatisfy { $0 >= 0 && $0 < 1e-38 })
        #expect(ElementaryFunction.sigmoid([0]) == [0.5])
        #expect(ElementaryFunction.tanh(large) == [1, 1, 1, 1])
        #expect(ElementaryFunction.tanh(large.map(-)) == [-1, -1, -1, -1])
        #expect(ElementaryFunction.tanh([0, -0.0]) == [0, 0])
    }

    @Test(arguments: [ElementaryFunction.exp, .expm1, .log1p, .sigmoid, .tanh])
    func notANumberStaysOne(_ function: ElementaryFunction) {
        #expect(function([.nan, -.nan]).allSatisfy { $0.isNaN })
    }

    /// Numbers evenly through a range; where it spans many orders of magnitude, evenly in their logarithm.
    private static func sweep(_ range: ClosedRange<Float>, count: Int) -> [Float] {
        let (low, high) = (Double(range.lowerBound), Double(range.upperBound))
        let isLogarithmic = low * high > 0 && max(low / high, high / low) > 1e6
        return (0...count).map { index in
            let part = Double(index) / Double(count)
            let value =
                isLogarithmic
                ? low.sign == .minus
                    ? -exp(log(-low) * (1 - part) + log(-high) * part)
                    : exp(log(low) * (1 - part) + log(high) * part) : low * (1 - part) + high * part
            return min(max(Float(value), range.lowerBound), range.upperBound)
        }
    }
}
