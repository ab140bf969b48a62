import CommandSupport
import VAEKit

/// The options that say what the model is.
enum ModelOptions {
    enum Norm: String, CaseIterable {
        case none, batch
    }

    enum Activation: String, CaseIterable {
        case relu, leaky, tanh, elu, silu

        var function: ActivationFunction {
            switch self {
            case .relu: .relu
            case .leaky: .leaky(0.01)
            case .tanh: .tanh
            case .elu: .elu
            case .silu: .silu
            }
        }
    }

    static let preset = Option.text(
        "preset", value: "NAME", choices: Preset.allCases.map(\.rawValue) + ["list"],
        help: "start from a reference model; 'list' prints them, later options override")
    static let kind = Option.choice(
        "model", of: ModelDescription.Kind.self, defaultText: "vae", help: "plain or variational autoencoder")
    static let latent = Option.integer(
        "latent", value: "D", in: 1...65_536, defaultText: "2", help: "how many coordinates a latent has")
    static let hidden = Option.integers(
        "hidden", value: "N,N", in: 1...65_536, defaultText: "512", help: "dense layers of so many units, mirrored")
    static let channels = Option.integers(
        "channels", value: "C,C", in: 1...65_536,
        help: "convolutions 3x3 of stride 2 to so many channels, mirrored, instead of dense layers")
    static let norm = Option.choice("norm", of: Norm.self, defaultText: "none", help: "normalisation after each layer")
    static let activation = Option.choice(
        "activation", of: Activation.self, defaultText: "relu", help: "after each layer (leaky: slope 0.01)")
    static let encoder = Option.text("encoder", value: "LAYERS", help: "the encoder in the layer language")
    static let decoder = Option.text("decoder", value: "LAYERS", help: "the decoder in the layer language")
    static let heads = Option.choice(
        "heads", of: PosteriorHeads.self, defaultText: "logvar",
        help: "mean and log variance, or mean and standard deviation through tanh")
    static let noise = Option.choice(
        "noise", of: ModelDescription.Noise.self, defaultText: "independent",
        help: "a normal draw for each coordinate, or one shared by all of an item")
    static let recon = Option.choice(
        "recon", of: ModelDescription.Recon.self, defaultText: "bce", help: "the likelihood of the pixels")
    static let sigma = Option.number(
        "sigma", value: "S", in: 1e-3...1e3, defaultText: "1", help: "standard deviation of --recon gaussian")
    static let beta = Option.number("beta", value: "B", in: 0...1e6, defaultText: "1", help: "weight of the KL term")
    static let objective = Option.text(
        "objective", value: "WORDS", defaultText: "elbo",
        help: "what the loss asks of the latents: \(ObjectiveDescription.names)")
    static let threshold = Option.integer(
        "threshold", value: "T", in: 0...255, defaultText: "grey pixels",
        help: "pixels are 1 above T of 255, 0 elsewhere")

    static let all: [any OptionDescription] = [
        preset, kind, latent, hidden, channels, norm, activation, encoder, decoder, heads, noise, recon, sigma, beta,
        objective, threshold,
    ]

    /// The options that decide which weights there are, and so cannot go with weights that are there.
    static let structural: [any OptionDescription] = [
        preset, kind, latent, hidden, channels, norm, activation, encoder, decoder, heads,
    ]

    /// The preset that was asked for. Throws `UsageError` with the nearest names where there is none of that name.
    static func preset(_ arguments: Arguments) throws -> Preset? {
        guard let name = arguments[preset] else { return nil }
        if let preset = Preset(rawValue: name) { return preset }
        let names = Preset.allCases.map(\.rawValue)
        let near = nearestNames(to: name, among: names)
        throw UsageError(
            "--preset \(name): there is no such preset; "
                + (near.isEmpty
                    ? "there are " + names.joined(separator: ", ")
                    : "did you mean " + near.joined(separator: " or ") + "?"))
    }

    /// The model for images of a shape.
    static func model(_ arguments: Arguments, imageShape: [Int]) throws -> ModelDescription {
        let preset = try preset(arguments)
        var model = try base(arguments, preset: preset, imageShape: imageShape)
        if let text = arguments[encoder] { model.encoder = try layers(text, "--encoder") }
        if let text = arguments[decoder] { model.decoder = try layers(text, "--decoder") }
        if let value = arguments[kind] { model.kind = value }
        if let value = arguments[latent] { model.latent = value }
        if let value = arguments[heads] { model.heads = value }
        try applyLoss(arguments, to: &model)
        return model
    }

    /// The options that change what is minimised but not which weights there are.
    static func applyLoss(_ arguments: Arguments, to model: inout ModelDescription) throws {
        if let value = arguments[noise] { model.noise = value }
        if let value = arguments[recon] { model.recon = value }
        if let value = arguments[sigma] {
            if model.recon != .gaussian { throw UsageError("--sigma needs --recon gaussian") }
            model.sigma = value
        }
        if let value = arguments[beta] { model.beta = value }
        if let value = arguments[threshold] { model.threshold = value }
        if let text = arguments[objective] { model.objective = try objective(text) }
        if model.kind == .ae && !model.objective.suitsPlain {
            throw UsageError("--objective \(model.objective) needs a posterior, which --model ae does not have")
        }
    }

    /// Throws `UsageError` for what is wrong whatever the images are.
    static func check(_ arguments: Arguments) throws {
        if arguments.isGiven(hidden) && arguments.isGiven(channels) {
            throw UsageError("--hidden and --channels exclude each other: dense layers or convolutions")
        }
        if arguments.isGiven(encoder) != arguments.isGiven(decoder) {
            throw UsageError("--encoder and --decoder go together")
        }
        let short: [any OptionDescription] = [hidden, channels, norm, activation]
        if arguments.isGiven(encoder), let given = short.first(where: { arguments.isGiven($0) }) {
            throw UsageError("--\(given.name) and --encoder exclude each other")
        }
        if arguments.isGiven(sigma) && arguments[recon] != .gaussian {
            throw UsageError("--sigma needs --recon gaussian")
        }
        if let text = arguments[objective] { _ = try objective(text) }
        for (option, name) in [(encoder, "--encoder"), (decoder, "--decoder")] {
            if let text = arguments[option] { _ = try layers(text, name) }
        }
    }

    private static func objective(_ text: String) throws -> ObjectiveDescription {
        do {
            return try ObjectiveDescription(parsing: text)
        } catch {
            throw UsageError("--objective: \(error)")
        }
    }

    private static func layers(_ text: String, _ option: String) throws -> [LayerDescription] {
        do {
            return try LayerLanguage.parse(text)
        } catch {
            throw UsageError("\(option): \(error)")
        }
    }

    private static func base(_ arguments: Arguments, preset: Preset?, imageShape: [Int]) throws -> ModelDescription {
        let changesNetwork = arguments.isGiven(hidden) || arguments.isGiven(channels)
        let changesStyle = arguments.isGiven(norm) || arguments.isGiven(activation)
        var model = ModelDescription(imageShape: imageShape, encoder: [], decoder: [])
        if arguments.isGiven(encoder) {
            // Only the settings of the preset are taken; its network may not even fit the images.
            if let preset { model = preset.settings(imageShape: imageShape) }
            return model
        }
        if let preset {
            if !changesNetwork && !changesStyle { return try preset.model(imageShape: imageShape) }
            model = preset.settings(imageShape: imageShape)
        }
        guard
            var architecture = changesNetwork || preset == nil
                ? Architecture(.dense(hidden: [512])) : preset?.architecture
        else {
            throw UsageError(
                "--norm and --activation do not go with --preset conv-keras: write --encoder and --decoder")
        }
        if let style = preset?.architecture {
            (architecture.activation, architecture.batchNorm) = (style.activation, style.batchNorm)
        }
        if let units = arguments[hidden] { architecture.shape = .dense(hidden: units) }
        if let counts = arguments[channels] { architecture.shape = .convolutional(channels: counts) }
        if let value = arguments[norm] { architecture.batchNorm = value == .batch }
        if let value = arguments[activation] { architecture.activation = value.function }
        (model.encoder, model.decoder) = architecture.layers(for: model.image)
        return model
    }
}
