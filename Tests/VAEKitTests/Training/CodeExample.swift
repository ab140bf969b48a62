import TensorStreams
import Threads
import VAEKit

/// Small models of codes, and images for them: what the tests of training train.
struct CodeExample: Sendable, CustomStringConvertible {
    let description: String
    let model: CodeDescription
    var settings = TrainingSettings()

    init(
        _ kind: String, _ encoder: String = "conv 5 stride 2, batchnorm, leaky, conv 6 stride 2",
        _ decoder: String = "conv 6, relu, convt 5 stride 2 output-padding 1, batchnorm, leaky, "
            + "convt 1 stride 2 output-padding 1", places: Int? = nil
    ) throws {
        guard let quantiser = try QuantiserDescription.latentKind(parsing: kind) else {
            throw TrainingError("\(kind) are no codes")
        }
        description = kind
        var model = CodeDescription(
            imageShape: [8, 8], quantiser, encoder: try LayerLanguage.parse(encoder),
            decoder: try LayerLanguage.parse(decoder))
        model.places = places
        self.model = model
        settings.batch = 5
        settings.epochs = 2
        settings.seed = 3
    }

    /// One of each kind; empty only if the layers above cannot be read, which other tests see.
    static let all: [CodeExample] = (try? examples()) ?? []

    private static func examples() throws -> [CodeExample] {
        var averaged = try CodeExample("codes 30 width 4 decay 0.5 revive 0.3")
        (averaged.settings.average, averaged.settings.optimizer.clipNorm) = (0.8, 1)
        return [
            try CodeExample("codes 9 width 3"), averaged,
            try CodeExample("codes 7 width 3 decay 0.6 revive 0.5 residual 3"),
            try CodeExample("codes 16 width 2", "dense 9, tanh", "dense 9, tanh, dense 64", places: 3),
            try CodeExample("fsq 5,3,3"),
        ]
    }

    func images(_ count: Int) -> TensorBatch {
        var random = RandomSource(seed: 11)
        return TensorBatch(
            format: ItemFormat(type: .u8, shape: model.imageShape), count: count,
            bytes: (0..<count * 64).map { _ in UInt8(truncatingIfNeeded: random.next()) })
    }

    /// A run from its beginning.
    func newRun(threads: Int = 1) throws -> TrainingRun {
        let autoencoder = try CodeAutoencoder(model)
        autoencoder.initialise(seed: UInt64(settings.seed))
        let trainer = autoencoder.trainer(settings, team: ThreadTeam(threads: threads))
        return TrainingRun(trainer, settings: settings)
    }

    /// The rest of the run that left a checkpoint.
    func resumedRun(_ path: String) throws -> TrainingRun {
        let checkpoint = try Checkpoint<CodeAutoencoder>.read(path)
        guard let training = checkpoint.training else { throw TrainingError("\(path) cannot be resumed") }
        let trainer = checkpoint.model.trainer(
            settings, resuming: training.optimizer, team: ThreadTeam(threads: 1), ranks: nil)
        return TrainingRun(trainer, settings: settings, state: training.state)
    }
}
