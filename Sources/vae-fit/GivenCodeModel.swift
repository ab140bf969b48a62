import CommandSupport
import ModelSupport
import VAEKit

/// The model of codes of a checkpoint, from whose weights a new run begins.
struct GivenCodeModel {
    private let path: String
    private let weights: CodeAutoencoder
    private let described: CodeDescription

    /// What the items are that it takes.
    var items: ImageItems { described.items }

    init(_ path: String, _ file: CheckpointFile, _ arguments: Arguments) throws {
        self.path = path
        weights = try Checkpoint<CodeAutoencoder>(file).model
        var model = weights.description
        try CodeOptions.refuseOthers(arguments, with: model.quantiser)
        try CodeOptions.applyPixels(arguments, to: &model)
        described = model
    }

    /// - Throws: `ImageError` where the images are not of its shape.
    func model(for source: ImageSource) throws -> CodeAutoencoder {
        try ModelImages.check(source, fits: weights, named: path)
        return try CodeAutoencoder(described, weightsOf: weights)
    }
}
