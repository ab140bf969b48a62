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
    static let latent = Option.integers(
        "latent", value: "D", in: 1...65_536, defaultText: "2",
        help: "how many coordinates, or codes, a latent has; D,D… for several levels of them")
    static let latentKind = Option.text(
        "latent-kind", value: "WORDS", defaultText: "real", choices: ["real", "codes", "fsq"],
        help: "real numbers, or codes: codes [K] [width D] [residual Q], or fsq L,L")
    static let codesOf = Option.text(
        "codes-of", value: "CKPT", file: .read,
        help: "learn a prior of the codes of this model, from maps of vae-encode --codes")
    static let hidden = Option.integerLists(
        "hidden", value: "N,N", in: 1...65_536, defaultText: "512",
        help: "dense layers of so many units, mirrored; N,N/N,N for two levels")
    static let channels = Option.integerLists(
        "channels", value: "C,C", in: 1...65_536,
        help: "convolutions 3x3 of stride 2 to so many channels, mirrored, instead of dense layers")
    static let inference = Option.choice(
        "inference", of: Inference.self, defaultText: "bottom-up",
        help: "what several levels are inferred from: those below, or the image and those above")
    static let norm = Option.choice("norm", of: Norm.self, defaultText: "none", help: "normalisation after each layer")
    static let activation = Option.choice(
        "activation", of: Activation.self, defaultText: "relu", help: "after each layer (leaky: slope 0.01)")
    static let encoder = Option.text(
        "encoder", value: "LAYERS", help: "the encoder in the layer language; with / between levels")
    static let decoder = Option.text(
        "decoder", value: "LAYERS", help: "the decoder in the layer language; with / between levels")
    static let heads = Option.choice(
        "heads", of: PosteriorHeads.self, defaultText: "logvar",
        help: "mean and log variance, or mean and standard deviation through tanh")
    static let noise = Option.choice(
        "noise", of: ModelDescription.Noise.self, defaultText: "independent",
        help: "a normal draw for each coordinate, or one shared by all of an item")
    static let recon = Option.choice(
        "recon", of: ModelDescription.Recon.self, defaultText: "bce", help: "the likelihood of the pixels, or of counts"
    )
    static let sigma = Option.parsed(
        "sigma", value: "S", defaultText: "1", choices: ["learned"],
        expectation: "a number from 0.001 to 1000, or learned",
        help: "standard deviation of --recon gaussian, or learned: one for each value", { Sigma($0) })
    static let beta = Option.number("beta", value: "B", in: 0...1e6, defaultText: "1", help: "weight of the KL term")
    static let objective = Option.text(
        "objective", value: "WORDS", defaultText: "elbo", choices: ObjectiveDescription.names,
        help: "what the loss asks of the latents: \(ObjectiveDescription.names.joined(separator: ", "))")
    static let prior = Option.text(
        "prior", value: "WORDS", defaultText: "normal", choices: ["normal", "vamp", "mixture", "flow", "pixelcnn"],
        help: "what latents come from: normal, vamp K, mixture K, flow [couplings N] [hidden H]; codes: pixelcnn")
    static let posterior = Option.text(
        "posterior", value: "WORDS", defaultText: "normal", choices: ["normal", "flow"],
        help: "what becomes of draws of the normal posterior: normal, or flow planar N")
    static let threshold = Option.integer(
        "threshold", value: "T", in: 0...255, defaultText: "grey pixels",
        help: "pixels are 1 above T of 255, 0 elsewhere")

    static let scale = Option.text(
        "scale", value: "WORDS", defaultText: "pixels as they are", choices: ["none", "standard", "minmax"],
        help: "take values that are no pixels: none, standard or minmax, by statistics of each or of 'all'")

    static let labels = StandardOptions.labels(
        help: "the class of each image, IDX or text: encoder and decoder are told it")

    /// The options that decide what is minimised.
    static let ofLoss: [any OptionDescription] = [noise, recon, sigma, beta, objective, threshold]

    static let all: [any OptionDescription] = structural + [labels, StandardOptions.levels] + ofLoss

    /// The options that decide which weights there are, and so cannot go with weights that are there.
    static let structural: [any OptionDescription] = [
        preset, kind, latent, latentKind, codesOf, hidden, channels, norm, activation, encoder, decoder, inference,
        heads,
        prior, posterior, scale,
    ]

    /// Changes what is minimised, but not which weights there are.
    ///
    /// - Throws: `UsageError` where the model cannot have it.
    static func applyLoss(_ arguments: Arguments, to model: inout ModelDescription) throws {
        if let value = arguments[noise] { model.noise = value }
        try applyPixels(arguments, to: &model)
        if let sigma = arguments[sigma] { model.learnsSigma = sigma == .learned }
        if let value = arguments[beta] { model.beta = value }
        if let text = arguments[objective] {
            model.objective = try parsed(objective.name) { try ObjectiveDescription(parsing: text) }
        }
        if model.kind == .ae && !model.objective.suitsPlain {
            throw UsageError("--objective \(model.objective) needs a posterior, which --model ae does not have")
        }
        if model.objective.drawsSideBySide && !model.hasPosteriorDensity {
            throw UsageError(
                "--objective \(model.objective) needs --noise independent: draws of shared noise have no density")
        }
        let problem = model.problemOfLevels ?? model.problemOfObjective ?? model.problemOfDensities
        if let problem = problem ?? model.problemOfValues { throw UsageError(problem) }
        try refuseRedrawing(arguments, model)
        if model.items == .counts, case .gaussian = arguments[TrainingOptions.corrupt] {
            throw UsageError(
                "--corrupt gaussian makes counts that are none: --corrupt mask:RATE takes some of them for 0")
        }
        if arguments[TrainingOptions.fit.stream] { try refuseCounting(model.objective) }
    }

    /// Refuses an objective that counts what a stream does not have.
    private static func refuseCounting(_ objective: ObjectiveDescription) throws {
        if objective.countsImages {
            throw UsageError("--objective \(objective) counts the images, which --stream does not know")
        }
        if objective.countsEpochs {
            throw UsageError("--objective \(objective) counts epochs, and --stream has none: say how many steps")
        }
    }

    /// - Throws: `UsageError` where pixels are to be drawn of values that are none.
    static func refuseRedrawing(_ arguments: Arguments, _ model: some PixelDescription) throws {
        guard model.items != .pixels, arguments[TrainingOptions.redraw] else { return }
        throw UsageError("--redraw draws pixels, and the values of this model are none")
    }

    /// The words of `--scale`, where they are given.
    static func applyScale(_ arguments: Arguments, to model: inout some PixelDescription) throws {
        guard let text = arguments[scale] else { return }
        let value = try parsed(scale.name) { try ValueScale(parsing: text) }
        model.scale = value
        guard value.kind != .none, arguments[TrainingOptions.fit.stream] else { return }
        throw UsageError(
            "--scale \(value) needs all values before the first step, which --stream does not have: take those of "
                + "a model by --init-from, or --scale none")
    }

    /// Changes how images are taken, and how likely they are.
    ///
    /// - Throws: `UsageError` where options do not go together.
    static func applyPixels(_ arguments: Arguments, to model: inout some PixelDescription) throws {
        if let value = arguments[recon] { model.recon = value }
        if let sigma = arguments[sigma] {
            if model.recon != .gaussian { throw UsageError("--sigma needs --recon gaussian") }
            if case .fixed(let value) = sigma { model.sigma = value }
        }
        if let value = arguments[threshold] { model.threshold = value }
        if arguments[TrainingOptions.redraw], let threshold = model.threshold {
            throw UsageError(
                "--redraw draws grey pixels, and --threshold \(threshold) leaves none: they exclude each other")
        }
    }

    /// What is written behind an option in words of its own.
    static func parsed<Value>(_ option: String, _ parse: () throws -> Value) throws -> Value {
        do {
            return try parse()
        } catch {
            throw UsageError("--\(option): \(error)")
        }
    }
}
