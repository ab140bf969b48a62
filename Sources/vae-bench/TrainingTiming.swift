import CommandSupport
import TensorStreams
import VAEKit

/// The time of a training step, measured over pieces of a run.
struct TrainingTiming {
    let batch: Int
    let parameters: Int
    /// Median over the pieces.
    let stepSeconds: Double

    /// Steps before the clock starts: caches and clock speed settle.
    private static let warmup = 15
    private static let pieces = 15.0

    init(_ preset: Preset, images: TensorBatch, seconds: Double, team: ThreadTeam) throws {
        let model = try Autoencoder(try preset.model(imageShape: images.format.shape))
        model.initialise(seed: 0)
        var settings = TrainingSettings()
        settings.optimizer = preset.training.optimizer
        settings.batch = preset.training.batch
        let trainer = Trainer(model, settings: settings, team: team)
        batch = settings.batch
        parameters = model.parameterCount

        var random = RandomSource(seed: 0)
        let order = random.permutation(images.count)
        var step = 0
        var position = 0
        func run(_ steps: Int) -> Double {
            let start = Clock.now
            for _ in 0..<steps {
                if position + settings.batch > order.count { position = 0 }
                step += 1
                _ = trainer.step(
                    images, items: order[position..<position + settings.batch], step: step,
                    beta: model.description.beta, rate: settings.optimizer.rate)
                position += settings.batch
            }
            return Clock.now - start
        }
        _ = run(Self.warmup)
        let piece = max(1, Int(seconds / Self.pieces / max(run(1), 1e-6)))
        let end = Clock.now + seconds
        var times: [Double] = []
        while Clock.now < end || times.count < 3 { times.append(run(piece) / Double(piece)) }
        stepSeconds = times.sorted()[times.count / 2]
    }
}
