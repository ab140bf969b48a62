import TensorStreams
import TestSupport
import Testing
import Threads
import VAEKit

/// Networks of every kind of layer put out what PyTorch's do, and hand back its gradients (`pytorch_layers.py`).
@Suite struct LayerParityTests {
    private static let fixture = "\(Package.root)/Tests/Fixtures/layers.expected"

    private let expected: Safetensors
    private let networks: [JSON]
    private let items: Int

    init() throws {
        expected = try Safetensors.read(Self.fixture)
        let text = try #require(expected.metadata["networks"])
        let entries = try JSON(parsing: text)
        networks = try #require(entries.array)
        items = try #require(expected.metadata["items"].flatMap(Int.init))
    }

    @Test(arguments: 0..<17, [1, 3]) func isPyTorchs(number: Int, threads: Int) throws {
        let text = try #require(networks[number]["layers"]?.string)
        let shape = networks[number]["shape"]?.array?.compactMap(\.int) ?? []
        let input =
            shape.count == 1
            ? MapShape(channels: shape[0]) : MapShape(channels: shape[0], height: shape[1], width: shape[2])
        let network = try StandaloneNetwork(
            try LayerLanguage.parse(text), input: input, team: ThreadTeam(threads: threads))
        for parameter in network.parameterList {
            let values = try numbers("\(number).parameter.\(name(parameter))")
            #expect(values.count == parameter.count, "\(parameter.name)")
            network.set(parameter.name, values)
        }
        let output = network.forward(try numbers("\(number).input"), items: items, isTraining: true)
        expectClose(output, try numbers("\(number).output"), within: 1e-5, "\(text): output")

        let gradients = network.backward(try numbers("\(number).gradient.output"))
        expectClose(gradients.input, try numbers("\(number).gradient.input"), within: 1e-4, "\(text): input")
        for parameter in network.parameterList {
            let gradient = try #require(gradients.parameters[parameter.name])
            let right = try numbers("\(number).gradient.parameter.\(name(parameter))")
            expectClose(gradient, right, within: 1e-4, "\(text): \(parameter.name)")
        }
    }

    /// Every network of the fixture is one of the cases.
    @Test func allAreTried() { #expect(networks.count == 18) }

    private func name(_ parameter: Parameter) -> String { String(parameter.name.dropFirst("layer.".count)) }

    private func numbers(_ name: String) throws -> [Float] {
        let tensor = try #require(expected[name], "\(name) is in the fixture")
        return try #require(tensor.floats())
    }

    /// Differences are measured against the largest number that is right.
    private func expectClose(_ values: [Float], _ right: [Float], within bound: Float, _ what: String) {
        let scale = max(1, right.map(abs).max() ?? 0)
        let error = zip(values, right).map { abs($0 - $1) }.max() ?? 0
        #expect(values.count == right.count && error <= bound * scale, "\(what) is off by \(error) of \(scale)")
    }
}
