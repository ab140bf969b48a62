import TensorStreams
import Threads
import VAEKit

/// A model that is trained step by step, on shuffled batches out of memory.
final class BenchRun {
    let model: Autoencoder
    let settings: TrainingSettings
    let trainer: Trainer
    let team: ThreadTeam
    private let images: LabelledImages
    private let order: [Int]
    private var position = 0
    private var steps = 0

    /// Steps before the clock starts: caches and clock speed settle.
    private static let warmup = 15

    /// - Parameter batch: images in a step; nil for as many as the model is trained with.
    init(_ subject: BenchModel, images: TensorBatch, batch: Int?, team: ThreadTeam) throws {
        model = try Autoencoder(try subject.description(imageShape: images.format.shape))
        model.initialise(seed: 0)
        settings = subject.settings(batch: batch)
        self.team = team
        trainer = model.trainer(settings, team: team)
        self.images = LabelledImages(images)
        var random = RandomSource(seed: 0)
        order = random.permutation(images.count)
    }

    var batch: Int { settings.batch }

    /// Numbers that training changes, those of a discriminator too.
    var parameterCount: Int { model.parameterCount + (model.discriminator?.store.count ?? 0) }

    func warmUp() { _ = time(steps: Self.warmup) }

    /// Seconds that so many steps take.
    func time(steps count: Int) -> Double {
        let start = Clock.now
        for _ in 0..<count {
            if position + batch > order.count { position = 0 }
            steps += 1
            _ = trainer.step(
                images, items: order[position..<position + batch],
                at: TrainingMoment(step: steps, rate: settings.optimizer.rate))
            position += batch
        }
        return Clock.now - start
    }
}
