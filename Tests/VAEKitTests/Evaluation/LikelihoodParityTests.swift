import TensorStreams
import TestSupport
import Testing
import Threads
import VAEKit

/// The estimates of small models against those of PyTorch; Tests/Fixtures/pytorch_likelihood.py makes the numbers.
@Suite struct LikelihoodParityTests {
    /// The model of a checkpoint, with the changes of the script.
    private static func model(_ name: String) throws -> Autoencoder {
        let model = try Checkpoint<Autoencoder>.read(ParityFile.checkpoint(name)).model
        var description = model.description
        if name == "conv-keras" { (description.recon, description.sigma) = (.gaussian, 0.25) }
        description.noise = .independent
        let changed = try Autoencoder(description, weightsOf: model)
        for bias in changed.parameterList where bias.name == "deviation.bias" {
            changed.setValues([Float](repeating: 2, count: description.latent), of: bias)
        }
        return changed
    }

    @Test(arguments: ["mlp-adamw", "odd-layers", "conv-beta", "conv-keras", "mlp-binary"])
    func agreesWithPyTorch(name: String) throws {
        let model = try Self.model(name)
        let expected = try Safetensors.read("\(Package.root)/Tests/Fixtures/likelihood.expected")
        let theirs = try #require(expected[name]?.floats())
        let images = try ParityFile(name).images
        let weights = ImportanceWeights(Evaluator(model, team: ThreadTeam(threads: 2)), draws: 20_000)
        let ours = weights.logLikelihoods(LabelledImages(images), firstItem: 0, seed: 1)
        for (item, pair) in zip(ours, theirs).enumerated() {
            #expect(abs(pair.0 + Double(pair.1)) < 0.05, "item \(item)")
        }
    }
}
