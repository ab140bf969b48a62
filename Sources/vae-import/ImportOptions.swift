import CommandSupport
import TensorStreams
import VAEKit

/// What vae-import is told of a model from elsewhere.
enum ImportOptions {
    static let image = Option.sizes(
        "image", value: "HxWxC", atMost: 3, in: 1...65_536, defaultText: "28x28",
        expectation: "HxW, HxWxC or a number of values", help: "the shape of an image")
    static let kind = Option.choice(
        "model", of: ModelDescription.Kind.self, defaultText: "vae", help: "plain or variational autoencoder")
    static let latent = Option.integer(
        "latent", value: "D", default: 2, in: 1...65_536, help: "how many coordinates a latent has")
    static let encoder = Option.text(
        "encoder", value: "LAYERS", help: "its layers in the layer language, without those of mean and log variance")
    static let decoder = Option.text("decoder", value: "LAYERS", help: "its layers, without a sigmoid at the end")
    static let recon = Option.choice(
        "recon", of: ModelDescription.Recon.self, defaultText: "bce", help: "the likelihood of the pixels")
    static let fromTanh = Option.flag(
        "from-tanh", help: "the decoder ends in a tanh: images from -1 to 1 become those from 0 to 1")
    static let map = Option.texts(
        "map", value: "THEIRS=OURS,…", defaultText: "by shapes, names and order",
        help: "which module of the file, or tensor, is which of the model")
    static let skip = Option.texts(
        "skip", value: "NAME,NAME", help: "pass over tensors whose names begin so")
    static let dryRun = Option.flag("dry-run", help: "write a table of what would become what, and no checkpoint")

    static let all: [any OptionDescription] = [
        image, kind, latent, encoder, decoder, recon, fromTanh, map, skip, dryRun,
    ]

    /// The model without its weights. Throws `UsageError`.
    static func description(_ arguments: Arguments) throws -> ModelDescription {
        var model = ModelDescription(
            imageShape: arguments[image] ?? [28, 28], encoder: try layers(arguments, encoder),
            decoder: try layers(arguments, decoder))
        try refuseOutput(model.decoder)
        model.latent = arguments[latent]
        model.kind = arguments[kind] ?? .vae
        model.recon = arguments[recon] ?? .bce
        return model
    }

    private static func layers(_ arguments: Arguments, _ option: Option<String?>) throws -> [LayerDescription] {
        guard let text = arguments[option] else {
            throw UsageError("--encoder and --decoder are needed, or an encoder and a decoder in ONNX")
        }
        do { return try LayerLanguage.parse(text) } catch { throw UsageError("--\(option.name): \(error)") }
    }

    /// Refuses what a decoder may not end in, since something comes behind it.
    private static func refuseOutput(_ decoder: [LayerDescription]) throws {
        switch decoder.last.map({ LayerLanguage.spell([$0]) }) {
        case "sigmoid":
            throw UsageError("--decoder ends in a sigmoid, which every model has behind it: leave it out")
        case "tanh": throw UsageError("--decoder ends in a tanh: leave it out, and say --from-tanh")
        default: break
        }
    }

    /// Paths of modules of the file, by those of the model that they fill.
    static func pairs(_ arguments: Arguments) throws -> [String: String] {
        var pairs: [String: String] = [:]
        for text in arguments[map] ?? [] {
            let sides = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
            guard sides.count == 2, !sides.contains("") else {
                throw UsageError("--map \(text): expected THEIRS=OURS, as in fc21=mean")
            }
            if pairs[sides[1]] != nil || pairs.values.contains(sides[0]) {
                throw UsageError("--map \(text): each module stands once on either side")
            }
            pairs[sides[1]] = sides[0]
        }
        return pairs
    }
}
