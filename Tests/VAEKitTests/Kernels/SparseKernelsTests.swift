import TensorStreams
import Testing
import Threads
import VAEKit

/// Dense layers that are given their input without its zeros, against the definitions of `NaiveLinear`.
@Suite struct SparseKernelsTests {
    @Test(arguments: [1, 15, 16, 17, 48, 64], [1, 2, 16, 31, 100]) func agreesWithTheDefinition(items: Int, inputs: Int)
        throws
    {
        for outputs in [1, 3, 16, 17, 33, 128, 150] {
            var random = RandomSource(seed: UInt64(outputs))
            let values = testNumbers(items * inputs, seed: 3).map { random.below(5) == 0 ? $0 : 0 }
            try check(values, items: items, inputs: inputs, outputs: outputs)
        }
    }

    /// Images of paper alone: every list is empty.
    @Test func takesNothingButZeros() throws {
        try check([Float](repeating: 0, count: 20 * 7), items: 20, inputs: 7, outputs: 18)
    }

    private func check(_ values: [Float], items: Int, inputs: Int, outputs: Int) throws {
        let network = try StandaloneNetwork(
            [.dense(outputs: outputs)], input: MapShape(channels: inputs), team: ThreadTeam(threads: 2))
        let weights = testNumbers(inputs * outputs, seed: 1)
        let bias = testNumbers(outputs, seed: 2)
        network.set("layer.0.weight", weights)
        network.set("layer.0.bias", bias)
        let slopes = testNumbers(items * outputs, seed: 4)
        let output = network.forward(values, items: items, isTraining: true, listsZeros: true)
        let gradients = network.backward(slopes)

        let naive = NaiveLinear.Geometry(
            source: (1, 1), target: (1, 1), sourceChannels: inputs, targetChannels: outputs, kernel: 1, stride: 1,
            padding: 0)
        let (x, g) = (turned(values, items), turned(slopes, items))
        let expected = naive.forward(weights: weights, bias: bias, source: x, columns: items)
        #expect(difference(turned(output, items), expected.map(Double.init)) < 1e-5)
        let slope = naive.weightGradient(source: x, target: g, columns: items)
        #expect(difference(gradients.parameters["layer.0.weight"] ?? [], slope.map(Double.init)) < 1e-5)
    }

    /// items × values to values × items.
    private func turned(_ values: [Float], _ items: Int) -> [Float] {
        let count = values.count / items
        return (0..<values.count).map { values[$0 % items * count + $0 / items] }
    }
}
