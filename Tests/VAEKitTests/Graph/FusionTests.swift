import Testing
import Threads
import VAEKit

/// What steps do for their neighbours, and which values share memory, as a plan says of itself.
@Suite struct FusionTests {
    /// The steps of a network of layers on 4×4 maps of two channels.
    private func steps(_ text: String) throws -> [String] {
        let input = MapShape(channels: 2, height: 4, width: 4)
        return try StandaloneNetwork(try LayerLanguage.parse(text), input: input, team: ThreadTeam(threads: 1)).steps
    }

    /// A leaky ReLU is no step of its own behind what can store through one.
    @Test(arguments: [
        ("conv 3, relu, conv 2", ["conv 3, relu", "conv 2 < relu"]),
        (
            "conv 3, batchnorm, leaky 0.1, flatten, dense 2",
            ["conv 3 | batchnorm", "batchnorm, leaky 0.1 (summed)", "dense 2 < leaky 0.1 | batchnorm"]
        ),
        ("relu, conv 3", ["relu", "conv 3"]),
        ("groupnorm 1, silu, conv 2", ["groupnorm 1, silu", "conv 2"]),
        ("groupnorm 2, gelu, relu", ["groupnorm 2, gelu", "relu"]),
        ("groupnorm 1, tanh, silu", ["groupnorm 1", "tanh", "silu"]),
        ("conv 3, tanh, conv 2", ["conv 3", "tanh", "conv 2"]),
        ("conv 3, relu, tanh", ["conv 3, relu", "tanh"]),
        (
            "conv 3, relu, batchnorm, conv 2",
            ["conv 3, relu | batchnorm", "batchnorm (summed)", "conv 2 | batchnorm"]
        ),
        ("flatten, batchnorm, dense 3", ["batchnorm", "dense 3 | batchnorm"]),
        // The gradient of a sum is that of both of its parts, which a leaky ReLU must not change for one of them.
        ("residual [conv 2, relu]", ["fork", "conv 2", "relu", "residual [conv 2, relu]"]),
        ("residual [conv 2], relu, conv 2", ["fork", "conv 2", "residual [conv 2], relu", "conv 2 < relu"]),
    ])
    func neighboursAreServed(text: String, expected: [String]) throws {
        #expect(try steps(text) == expected)
    }

    @Test func aPlanWithoutStepsPutsOutItsInput() throws {
        let network = try StandaloneNetwork([.flatten], input: MapShape(channels: 3), team: ThreadTeam(threads: 1))
        #expect(network.forward([1, 2, 3, 4, 5, 6], items: 2, isTraining: true) == [1, 2, 3, 4, 5, 6])
        #expect(network.backward([6, 5, 4, 3, 2, 1]).input == [6, 5, 4, 3, 2, 1])
    }

    /// Buffers of values on a way without a way back, and of gradients on one.
    @Test(arguments: [
        ("conv 3, conv 3, conv 3, conv 3", 2, 2),
        ("conv 3, tanh, conv 3, tanh", 2, 2),
        ("conv 3, relu, conv 3, relu, conv 3", 2, 2),
        ("residual [conv 2, conv 2]", 3, 2),
        ("residual [residual [residual [conv 2]]]", 4, 2),
    ])
    func fewBuffersAreUsedInTurn(text: String, values: Int, gradients: Int) throws {
        let input = MapShape(channels: 2, height: 4, width: 4)
        let network = try StandaloneNetwork(try LayerLanguage.parse(text), input: input, team: ThreadTeam(threads: 1))
        #expect(network.bufferCounts.values <= values, "\(text): \(network.bufferCounts)")
        #expect(network.bufferCounts.gradients <= gradients, "\(text): \(network.bufferCounts)")
    }
}
