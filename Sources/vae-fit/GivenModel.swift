import CommandSupport
import ModelSupport
import VAEKit

/// The model of a checkpoint, from whose weights a new run begins.
struct GivenModel {
    private let path: String
    private let weights: Autoencoder
    private let described: ModelDescription

    /// What the items are that it takes.
    var items: ImageItems { described.items }

    init(_ path: String, _ file: CheckpointFile, _ arguments: Arguments) throws {
        self.path = path
        weights = try Checkpoint<Autoencoder>(file).model
        var model = weights.description
        try ModelOptions.applyLoss(arguments, to: &model)
        guard model.learntSpread == weights.description.learntSpread else {
            throw UsageError("--recon and --sigma learned decide which weights there are, and --init-from has others")
        }
        described = model
    }

    /// - Parameters:
    ///   - count: of the images, where it is known.
    ///   - seed: of weights that are not there.
    /// - Throws: `ImageError` where they are not of its shape.
    func model(for source: ImageSource, count: Int?, seed: Int) throws -> Autoencoder {
        try ModelImages.check(source, fits: weights, named: path)
        var model = described
        if model.objective.countsImages { model.setSize = count }
        return try Autoencoder(model, weightsOf: weights, seed: UInt64(seed))
    }
}
