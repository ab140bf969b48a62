import TensorStreams
import TestSupport
import Testing
import Threads
import VAEKit

/// Small models against what PyTorch computes for them; Tests/Fixtures/pytorch_parity.py,
/// pytorch_chain.py, pytorch_priors.py, pytorch_adversary.py and pytorch_rae.py make the numbers.
///
/// The models come from checkpoints with PyTorch's names and orders, so reading those is tested as well.
@Suite struct ParityTests {
    static let names = [
        "conv-beta", "mlp-binary", "conv-keras", "conv-face", "mlp-adamw", "plain-sgd", "odd-layers",
        "told-dense", "told-conv",
        "contractive-tanh", "contractive-conv", "grouped-adamw", "grouped-sgd", "muon-dense", "muon-conv",
        "draws-elbo", "draws-one", "draws-standard", "draws-told", "draws-stl", "draws-dreg", "draws-groups",
        "draws-groups-dreg", "draws-plain", "draws-plain-dreg",
        "draws-tanh-standard", "draws-tanh-stl", "draws-tanh-dreg",
        "chain-elbo", "chain-standard", "chain-stl", "chain-dreg", "chain-told", "chain-groups", "chain-groups-dreg",
        "chain-three-standard", "chain-three-stl", "chain-three-dreg", "ladder-elbo", "ladder-three",
        "prior-vamp", "prior-vamp-dreg", "prior-mixture", "prior-flow", "prior-flow-stl", "prior-chain", "prior-ladder",
        "planar", "planar-mixture", "factor", "factor-conv", "wae-gan", "wae-gan-normal",
        "rae", "rae-slope", "rae-conv",
        "scaled-learnt", "scaled-maps", "scaled-all", "scaled-draws",
        "counts-poisson", "counts-maps", "counts-draws",
    ]

    /// One fixture.
    private struct Fixture {
        let model: Autoencoder
        let file: ParityFile
        var settings: TrainingSettings

        init(_ name: String) throws {
            model = try Checkpoint<Autoencoder>.read(ParityFile.checkpoint(name)).model
            file = try ParityFile(name)
            settings = file.settings
            settings.optimizer.clipNorm = try #require(file.json["clip_norm"]?.double)
        }

        var images: LabelledImages {
            LabelledImages(
                model.items == .counts ? counts : model.scaling?.applied(to: file.images) ?? file.images,
                labels: file.expected["labels"]?.bytes.map { Int($0) } ?? [])
        }

        private var counts: TensorBatch {
            TensorBatch(
                format: ItemFormat(type: .f32, shape: file.images.format.shape),
                floats: file.images.bytes.map { Float($0) })
        }

        func trainer(threads: Int = 1) -> Trainer {
            model.trainer(settings, team: ThreadTeam(threads: threads))
        }

        /// Those of the discriminator too.
        var parameters: [Parameter] { model.parameterList + (model.discriminator?.store.parameters ?? []) }

        func numbers(_ name: String) throws -> [Double] { try file.numbers(name) }

        /// Compares what the model gives for all images with PyTorch's.
        func checkPictures(_ moment: String, within bound: Double) throws {
            let evaluator = Evaluator(model, team: ThreadTeam(threads: 1))
            let encoding = evaluator.encode(images, firstItem: 0, seed: 0)
            let mean = try numbers("\(moment).mean")
            #expect(difference(encoding.mean, mean) < bound)
            if model.description.kind == .vae {
                #expect(difference(encoding.logVariance, try numbers("\(moment).logvar")) < bound)
            }
            let pictures = try numbers("\(moment).pictures")
            let items = pictures.count / file.images.format.valuesPerItem
            let z = mean.prefix(items * (model.description.latents.last ?? 0)).map { Float($0) }
            #expect(difference(evaluator.decode(z, labels: Array(images.labels.prefix(items))), pictures) < bound)
        }

        /// Trains ten steps with the batches of the fixture; returns the loss and its terms of each.
        func train(_ trainer: Trainer) -> [Float] {
            (1...10).flatMap { step in
                let loss = trainer.step(
                    images, items: step % 2 == 1 ? 0..<17 : 17..<24,
                    at: TrainingMoment(step: step, rate: settings.optimizer.rate)
                ).mean
                return loss.values.map { Float($0) }
            }
        }

        /// What ten steps make of rounding: Newton–Schulz steps enlarge what it adds to a singular value near zero 500 times.
        var enlargement: Double { settings.optimizer.kind == .muon ? 10 : 1 }

        /// Biases that batch normalisation takes away again have a gradient of nothing but rounding, which Adam makes
        /// steps of; the running means follow them.
        func isNoise(_ name: String) -> Bool {
            guard settings.optimizer.kind != .sgd else { return false }
            let parts = name.split(separator: ".")
            let layers = parts[0] == "encoder" ? model.description.encoder : model.description.decoder
            guard parts.count == 3, let index = Int(parts[1]) else { return false }
            if parts[2] == "running_mean" { return true }
            return parts[2] == "bias" && index + 1 < layers.count && layers[index + 1] == .batchNorm
        }
    }

    @Test(arguments: names) func encodesAndDecodes(name: String) throws {
        try Fixture(name).checkPictures("before", within: 1e-5)
    }

    @Test(arguments: names) func gradientsAgree(name: String) throws {
        let fixture = try Fixture(name)
        let result = fixture.trainer().lossAndGradients(
            fixture.images, items: 0..<17, at: TrainingMoment(step: 1, rate: 0))
        let losses = try fixture.numbers("losses")
        #expect(difference([Float(result.loss.mean.loss)], [losses[0]]) < 1e-5)
        for parameter in fixture.parameters {
            let expected = try fixture.numbers("gradient.\(parameter.name)")
            let gradient = try #require(result.gradients[parameter.name])
            let error = difference(gradient, expected)
            #expect(error < 1e-5, "\(parameter.name)")
        }
    }

    @Test(arguments: names, [1, 2]) func tenStepsAgree(name: String, threads: Int) throws {
        let fixture = try Fixture(name)
        let bound = 1e-5 * fixture.enlargement
        let losses = fixture.train(fixture.trainer(threads: threads))
        for (loss, expected) in zip(losses, try fixture.numbers("losses")) {
            #expect(abs(Double(loss) - expected) < bound * max(abs(expected), 1))
        }
        let noisy = (fixture.model.parameterList + fixture.model.statisticList).filter { fixture.isNoise($0.name) }
        if let discriminator = fixture.model.discriminator {
            for parameter in discriminator.store.parameters {
                let weights = try fixture.numbers("weights.\(parameter.name)")
                #expect(difference(discriminator.store.values(of: parameter), weights) < bound, "\(parameter.name)")
            }
        }
        for parameter in fixture.model.parameterList where !fixture.isNoise(parameter.name) {
            let error = difference(
                fixture.model.values(of: parameter), try fixture.numbers("weights.\(parameter.name)"))
            #expect(error < bound, "\(parameter.name)")
        }
        if noisy.isEmpty { try fixture.checkPictures("after", within: bound * fixture.enlargement) }
    }
}
