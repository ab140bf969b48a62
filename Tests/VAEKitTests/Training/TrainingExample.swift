import TensorStreams
import Threads
import VAEKit

/// Small models of each kind, and images for them: what the tests of training train.
struct TrainingExample: Sendable, CustomStringConvertible {
    var name: String
    var model: ModelDescription
    var settings = TrainingSettings()

    var description: String { name }

    init(
        _ name: String, _ imageShape: [Int], _ encoder: String, _ decoder: String, recon: ModelDescription.Recon = .bce
    ) throws {
        self.name = name
        model = ModelDescription(
            imageShape: imageShape, encoder: try LayerLanguage.parse(encoder), decoder: try LayerLanguage.parse(decoder)
        )
        model.recon = recon
        settings.batch = 5
        settings.epochs = 2
        settings.seed = 3
    }

    /// One of each kind; empty only if the layers above cannot be read, which other tests see.
    static let all: [TrainingExample] = (try? examples()) ?? []

    private static func examples() throws -> [TrainingExample] {
        var convolutions = try TrainingExample(
            "convolutions", [6, 6],
            "conv 3 stride 2, batchnorm, leaky 0.01, conv 4 stride 2, batchnorm, leaky, flatten",
            "dense 16, unflatten 4 2 2, convt 3 stride 2 output-padding 0, batchnorm, leaky, "
                + "convt 1 stride 2 output-padding 1", recon: .mse)
        convolutions.model.beta = 4
        convolutions.settings.learningRate.schedule = .cosine
        var binary = try TrainingExample("binary", [4, 5], "dense 9, relu", "dense 9, relu, dense 20")
        (binary.model.heads, binary.model.noise, binary.model.threshold) = (.tanh, .shared, 128)
        binary.settings.betaWarmup = 1.5
        var decayed = try TrainingExample("decayed", [4, 5], "dense 9, silu", "dense 9, elu, dense 20")
        decayed.settings.optimizer = OptimizerSettings(kind: .adamw, rate: 1e-2, weightDecay: 0.1)
        (decayed.settings.learningRate.schedule, decayed.settings.learningRate.stepEpochs) = (.step, 1)
        var plain = try TrainingExample("plain", [4, 5, 3], "dense 9, tanh", "dense 60", recon: .gaussian)
        (plain.model.kind, plain.model.sigma) = (.ae, 0.5)
        plain.settings.optimizer = OptimizerSettings(kind: .sgd, rate: 1e-3)
        (plain.settings.optimizer.momentum, plain.settings.optimizer.clipNorm) = (0.9, 1)
        var grouped = try TrainingExample("grouped", [4, 5], "dense 9, gelu", "dense 9, gelu, dense 20")
        grouped.settings.optimizer.groups = ParameterGroups("encoder:0.5,logvar:0,decoder.2:3") ?? .one
        var drawn = try TrainingExample("drawn", [4, 5], "dense 9, relu", "dense 9, relu, dense 20")
        drawn.settings.redraws = true
        var scaled = try TrainingExample(
            "scaled", [4, 5], "dense 9, tanh", "dense 9, tanh, dense 20", recon: .gaussian)
        (scaled.model.scale, scaled.model.learnsSigma, scaled.settings.average) = (ValueScale(.standard), true, 0.8)
        var averaged = convolutions
        (averaged.name, averaged.settings.average) = ("averaged", 0.8)
        var chain = try TrainingExample("chain", [4, 5], "dense 9, batchnorm, tanh", "dense 9, tanh, dense 20")
        chain.model.upper = [try upper("dense 6, batchnorm, tanh", "dense 7, tanh")]
        chain.model.objective = try ObjectiveDescription(parsing: "iwae samples 3 gradient dreg")
        var ladder = try TrainingExample("ladder", [4, 5], "dense 9, batchnorm, leaky", "dense 9, relu, dense 20")
        (ladder.model.upper, ladder.model.inference) = (
            [try upper("dense 6, relu", "dense 7, batchnorm, relu")], .ladder
        )
        ladder.settings.betaWarmup = 1.5
        var muon = try TrainingExample(
            "muon", [6, 6], "conv 5 stride 2, batchnorm, leaky, conv 18, elu, flatten",
            "dense 17, tanh, dense 21, tanh, dense 36")
        muon.settings.optimizer = OptimizerSettings(kind: .muon, rate: 1e-2, weightDecay: 0.1)
        muon.settings.optimizer.groups = ParameterGroups("encoder:0.5,decoder.2:2") ?? .one
        (muon.settings.optimizer.momentum, muon.settings.average) = (0.9, 0.8)
        return [convolutions, binary, decayed, plain, grouped, averaged, chain, ladder, drawn, scaled, muon]
            + (try learnt())
            + (try opposed())
    }

    /// Losses with a discriminator, or with a decoder that is held to.
    private static func opposed() throws -> [TrainingExample] {
        var factor = try TrainingExample(
            "factor", [6, 6], "conv 3 stride 2, batchnorm, leaky 0.01, flatten, dropout 0.1",
            "dense 9, batchnorm, relu, dense 36")
        factor.model.objective = try ObjectiveDescription(parsing: "factor gamma 2 hidden 11 layers 2")
        (factor.settings.average, factor.settings.optimizer.weightDecay) = (0.8, 0.01)
        factor.settings.corruption = Corruption("mask:0.2")
        var plain = try TrainingExample("wae-gan", [4, 5], "dense 9, tanh", "dense 20")
        plain.model.kind = .ae
        plain.model.objective = try ObjectiveDescription(parsing: "wae-gan weight 0.1 hidden 5 layers 1 rate 0.01")
        plain.settings.optimizer = OptimizerSettings(kind: .sgd, rate: 1e-3)
        (plain.settings.optimizer.momentum, plain.settings.optimizer.clipNorm) = (0.9, 1)
        var regularised = try TrainingExample(
            "rae", [6, 6], "dense 9, tanh",
            "dense 36, unflatten 4 3 3, batchnorm, leaky, convt 1 stride 2 output-padding 1")
        regularised.model.kind = .ae
        regularised.model.objective = try ObjectiveDescription(parsing: "rae z 0.5 l2 0.01 gp 0.1")
        return [factor, plain, regularised]
    }

    /// Priors that are learnt, and a posterior with a flow.
    private static func learnt() throws -> [TrainingExample] {
        try [
            ("vamp 3", "normal", "iwae samples 3 gradient dreg"), ("mixture 4", "normal", "elbo"),
            ("flow couplings 2 hidden 5", "normal", "elbo samples 2"), ("normal", "flow planar 2", "elbo"),
        ].map { prior, posterior, objective in
            var example = try TrainingExample(
                "\(prior), \(posterior)", [4, 5], "dense 9, tanh, dropout 0.2", "dense 9, tanh, dense 20")
            example.model.prior = try PriorDescription(parsing: prior)
            example.model.posteriorForm = try PosteriorForm(parsing: posterior)
            example.model.objective = try ObjectiveDescription(parsing: objective)
            return example
        }
    }

    private static func upper(_ encoder: String, _ decoder: String) throws -> UpperLevel {
        UpperLevel(
            latent: 3, encoder: try LayerLanguage.parse(encoder), decoder: try LayerLanguage.parse(decoder))
    }

    func images(_ count: Int) -> TensorBatch {
        let format = ItemFormat(type: .u8, shape: model.imageShape)
        var random = RandomSource(seed: 11)
        return TensorBatch(
            format: format, count: count,
            bytes: (0..<count * format.bytesPerItem).map { _ in UInt8(truncatingIfNeeded: random.next()) })
    }

    /// The same images as a stream.
    func source(_ count: Int) throws -> ImageSource {
        let sizes = [count] + model.imageShape
        var header: [UInt8] = [0, 0, 8, UInt8(sizes.count)]
        for size in sizes { header += [0, 0, UInt8(size >> 8), UInt8(size & 255)] }
        return try ImageSource(IDXReader(ByteReader(header + images(count).bytes, name: "images")))
    }

    /// A run from its beginning.
    func newRun(threads: Int = 1) throws -> TrainingRun {
        let autoencoder = try Autoencoder(model)
        autoencoder.initialise(seed: UInt64(settings.seed))
        let trainer = autoencoder.trainer(settings, team: ThreadTeam(threads: threads))
        return TrainingRun(trainer, settings: settings)
    }

    /// The rest of the run that left a checkpoint.
    func resumedRun(_ path: String) throws -> TrainingRun {
        let checkpoint = try Checkpoint<Autoencoder>.read(path)
        guard let training = checkpoint.training else { throw TrainingError("\(path) cannot be resumed") }
        let trainer = checkpoint.model.trainer(
            settings, resuming: training.optimizer, team: ThreadTeam(threads: 1), ranks: nil)
        return TrainingRun(trainer, settings: settings, state: training.state)
    }

    func train(_ run: TrainingRun, images count: Int) throws {
        guard settings.isStreaming else { return try run.train(on: LabelledImages(images(count))) }
        var source = try source(count)
        try run.train(streaming: &source)
    }
}

/// Saves a run at a step as `vae-fit` does, then ends it as a killed process would; keeps a log all the while.
final class StoppingObserver: TrainingObserver {
    struct Stopped: Error {}

    private let path: String
    private let stopAt: Int?
    private var log: TrainingLog?

    init(_ run: TrainingRun, path: String, stopAt: Int?, log: String? = nil) throws {
        self.path = path
        self.stopAt = stopAt
        self.log = try log.map { try TrainingLog($0, resuming: run.state, hasValidation: false) }
    }

    func didStep(_ run: TrainingRun) throws {
        guard run.state.position != run.epochSize else { return }
        if run.state.step % 3 == 0 { try writeRow(run) }
        try stop(run)
    }

    func didEndEpoch(_ run: TrainingRun) throws {
        if run.state.rowLoss.items > 0 { try writeRow(run) }
    }

    func didSettleEpoch(_ run: TrainingRun) throws { try stop(run) }

    private func writeRow(_ run: TrainingRun) throws {
        try log?.write(run, time: (0, 0))
        run.beginRow()
    }

    private func stop(_ run: TrainingRun) throws {
        guard run.state.step == stopAt else { return }
        try run.write(path)
        throw Stopped()
    }
}
