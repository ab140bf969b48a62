import Foundation
import Testing
import Threads
import VAEKit

/// Each activation and its derivative against plain formulas in double precision.
@Suite struct ActivationKernelsTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var function: ActivationFunction
        var value: @Sendable (Double) -> Double
        var slope: @Sendable (Double) -> Double
        var testDescription: String { function.description }
    }

    static let examples: [Example] = [
        Example(function: .relu, value: { max($0, 0) }, slope: { $0 > 0 ? 1 : 0 }),
        Example(function: .leaky(0.25), value: { $0 > 0 ? $0 : 0.25 * $0 }, slope: { $0 > 0 ? 1 : 0.25 }),
        Example(function: .tanh, value: { tanh($0) }, slope: { 1 - tanh($0) * tanh($0) }),
        Example(
            function: .sigmoid, value: { 1 / (1 + exp(-$0)) },
            slope: { 1 / (1 + exp(-$0)) * (1 - 1 / (1 + exp(-$0))) }),
        Example(function: .elu, value: { $0 > 0 ? $0 : expm1($0) }, slope: { $0 > 0 ? 1 : exp($0) }),
        Example(
            function: .silu, value: { $0 / (1 + exp(-$0)) },
            slope: { (1 + $0 * (1 - 1 / (1 + exp(-$0)))) / (1 + exp(-$0)) }),
    ]

    /// Alone, and behind another activation, so that it works in a place of its own.
    @Test(arguments: examples, [1, 17, 64]) func valueAndSlope(_ example: Example, items: Int) throws {
        let shape = MapShape(channels: 3, height: 2, width: 5)
        let network = try StandaloneNetwork(
            [.activation(example.function)], input: shape, team: ThreadTeam(threads: 2))
        var input = testNumbers(items * shape.count, seed: 1).map { $0 * 12 }
        let slopes = testNumbers(items * shape.count, seed: 2)
        // Where rounding is hardest, and where it must not matter.
        for (place, value) in [0, 1e-6, -1e-6, -0.625, 0.625, 30, -30, 100, -100].enumerated() {
            input[place] = Float(value)
        }
        let output = network.forward(input, items: items, isTraining: true)
        let gradient = network.backward(slopes).input
        for index in input.indices {
            let x = Double(input[index])
            let value = example.value(x)
            // 1 − y² and y(1 − y) of the tails lose to the rounding of y.
            let slope = example.slope(x) * Double(slopes[index])
            #expect(abs(Double(output[index]) - value) <= 1e-6 * abs(value) + 1e-36, "value at \(x)")
            #expect(abs(Double(gradient[index]) - slope) <= 1e-6 * abs(slope) + 2e-7, "slope at \(x)")
        }
    }

    /// The derivative at zero is that from the left, as in PyTorch.
    @Test func kinksTakeTheLeftSlope() throws {
        for (function, slope) in [(ActivationFunction.relu, Float(0)), (.leaky(0.25), 0.25), (.elu, 1)] {
            let network = try StandaloneNetwork(
                [.activation(function)], input: MapShape(channels: 1), team: ThreadTeam(threads: 1))
            _ = network.forward([0], items: 1, isTraining: true)
            #expect(network.backward([1]).input == [slope])
        }
    }
}
