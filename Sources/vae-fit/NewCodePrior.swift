import CommandSupport
import TensorStreams
import VAEKit

/// The prior that the command line asks for of the codes of a model.
struct NewCodePrior {
    /// How many codes there are to choose from at each place.
    let codes: Int
    private let network: PixelNetwork
    /// The shape of an image's codes, and what messages call the model.
    private let shape: [Int]
    let checkpoint: String

    /// The options that say of anything but a prior of codes.
    private static let others: [any OptionDescription] =
        (ModelOptions.all + [TrainingOptions.warmup, TrainingOptions.corrupt, TrainingOptions.redraw]).filter {
            $0.name != ModelOptions.codesOf.name && $0.name != ModelOptions.prior.name
        } + [TrainingOptions.initialOutput]

    /// nil where the command line asks for none.
    ///
    /// - Throws: `UsageError` where options do not go together, or what reading the header of the model's checkpoint throws.
    init?(_ arguments: Arguments) throws {
        guard let path = arguments[ModelOptions.codesOf] else { return nil }
        if let other = Self.others.first(where: { arguments.isGiven($0) }) {
            throw UsageError("--\(other.name) does not go with --codes-of, which learns a prior alone")
        }
        network =
            try arguments[ModelOptions.prior].map { text in
                try ModelOptions.parsed(ModelOptions.prior.name) { try PixelNetwork(parsing: text) }
            } ?? PixelNetwork()
        let model = try CodeAutoencoder(CheckpointHeader(reading: path).description(of: CodeAutoencoder.self))
        (codes, shape, checkpoint) = (model.description.quantiser.codeCount, model.codeFormat.shape, path)
    }

    /// The prior for maps of codes, with weights drawn at random.
    ///
    /// - Throws: `ImageError` where they are not of the shape of the model's codes.
    func model(for source: ImageSource, _ settings: TrainingSettings) throws -> CodePrior {
        guard source.shape == shape else {
            let shapes = [source.shape, shape].map { ItemFormat(type: .u8, shape: $0).shapeText }
            throw ImageError(
                "\(source.name): its items are \(shapes[0]), but the codes of \(checkpoint) are \(shapes[1]): "
                    + "vae-encode --codes writes them")
        }
        let model = try CodePrior(CodePriorDescription(imageShape: shape, codes: codes, network: network))
        model.initialise(settings)
        return model
    }
}
