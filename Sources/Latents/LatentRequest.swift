import CommandSupport
import TensorStreams
import VAEKit

/// What the command line says of the latents to make: how wide they are, and which classes stand beside them.
public struct LatentRequest {
    /// Nil where neither a number nor a checkpoint says it.
    public let width: Int?
    private let labels: [Int]?

    /// Reads no more of a checkpoint than its header.
    ///
    /// - Parameter model: whose latents they are, and what messages call it, where that is known already.
    /// - Throws: `UsageError`, or `Failure` where the checkpoint's model is told other classes than those asked for.
    public init(_ arguments: Arguments, model: (name: String, description: ModelDescription)? = nil) throws {
        labels = arguments[LatentOptions.label]
        guard let model = try model ?? Self.namedModel(arguments) else {
            width = arguments[LatentOptions.width]
            return
        }
        width = model.description.latents.last
        try LatentOptions.check(labels ?? [], classes: model.description.classes, of: model.name)
    }

    /// That of `--for`.
    private static func namedModel(_ arguments: Arguments) throws -> (name: String, description: ModelDescription)? {
        guard let path = arguments[LatentOptions.checkpoint] else { return nil }
        if arguments.isGiven(LatentOptions.width) { throw UsageError("--latent and --for exclude each other") }
        return (path, try CheckpointHeader(reading: path).description(of: Autoencoder.self))
    }

    /// The columns beside the latents.
    public var leadingColumns: [String] { labels == nil ? [] : ["label"] }

    /// What stands beside the latents of one class after the other; of no class where none is asked for.
    public var leading: [[TableValue]] { labels?.map { [.integer($0)] } ?? [[]] }
}
