import ModelSupport
import TensorStreams
import Threads
import VAEKit

/// Images kept aside to measure the loss on, with the same noise every time.
struct Validation {
    let images: TensorBatch
    /// Which levels the pixels take.
    let levels: PixelLevels
    private let evaluator: Evaluator
    private let seed: UInt64

    init(_ path: String, model: Autoencoder, seed: Int, team: ThreadTeam) throws {
        var source = try ImageSource(validation: path, model: model)
        images = try source.all()
        levels = source.levels
        evaluator = Evaluator(model, team: team)
        self.seed = UInt64(seed)
    }

    func losses() throws -> BatchLoss {
        var total = BatchLoss(evaluator.terms)
        for first in stride(from: 0, to: images.count, by: evaluator.batchSize) {
            let batch = images.items(in: first..<min(first + evaluator.batchSize, images.count))
            total += evaluator.losses(batch, firstItem: first, seed: seed).total
        }
        return total
    }
}
