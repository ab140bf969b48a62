import TensorStreams
import TestSupport
import Testing
import Threads
import VAEKit

/// Objectives have PyTorch's terms, and hand back its gradients (`pytorch_objectives.py`).
@Suite struct ObjectiveParityTests {
    private let expected: Safetensors
    private let cases: [JSON]
    private let key: NoiseSource
    private let latent: Int
    private let setSize: Int

    init() throws {
        expected = try Safetensors.read("\(Package.root)/Tests/Fixtures/objectives.expected")
        let text = try #require(expected.metadata["cases"])
        cases = try JSON(parsing: text).array ?? []
        key = NoiseSource(seed: try #require(expected.metadata["key"].flatMap { UInt64($0) }))
        latent = try #require(expected.metadata["latent"].flatMap { Int($0) })
        setSize = try #require(expected.metadata["set_size"].flatMap { Int($0) })
    }

    @Test(arguments: 0..<34, [1, 3]) func isPyTorchs(number: Int, threads: Int) throws {
        let entry = cases[number]
        let text = try #require(entry["objective"]?.string)
        let objective = StandaloneObjective(
            try ObjectiveDescription(parsing: text), latent: latent, setSize: setSize)
        let result = objective.evaluate(
            mean: try numbers("\(number).mean"), logVariance: try numbers("\(number).logvar"),
            beta: try #require(entry["beta"]?.double),
            progress: RunProgress(
                epochs: try #require(entry["epoch"]?.double), steps: try #require(entry["step"]?.double)), key: key,
            team: ThreadTeam(threads: threads))
        for (name, value) in result.terms {
            let right = try #require(entry["terms"]?[name]?.double, "\(text): \(name) is in the fixture")
            #expect(abs(value - right) < 1e-5 * max(1, abs(right)), "\(text): \(name) is \(value), not \(right)")
        }
        let loss = try #require(entry["loss"]?.double)
        #expect(abs(result.loss - loss) < 1e-5 * max(1, abs(loss)), "\(text): the loss is \(result.loss), not \(loss)")
        expectClose(result.mean, try numbers("\(number).gradient.mean"), "\(text): mean")
        expectClose(result.logVariance, try numbers("\(number).gradient.logvar"), "\(text): log variance")
    }

    /// Every case of the fixture is tried, and every objective there is has one, but for those that need encoder, decoder or a
    /// discriminator.
    @Test func allAreTried() { #expect(cases.count == 34) }

    private func numbers(_ name: String) throws -> [Float] {
        let tensor = try #require(expected[name], "\(name) is in the fixture")
        return try #require(tensor.floats())
    }

    private func expectClose(_ values: [Float], _ right: [Float], _ what: String) {
        let scale = max(1, right.map(abs).max() ?? 0)
        let error = zip(values, right).map { abs($0 - $1) }.max() ?? 0
        #expect(values.count == right.count && error <= 1e-4 * scale, "\(what) is off by \(error) of \(scale)")
    }
}
