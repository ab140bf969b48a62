import CommandSupport
import FitSupport
import VAEKit

/// The options that say how the model is trained.
enum TrainingOptions {
    static let fit = FitOptions(defaults: TrainingSettings())
    static let recipe = Option.choice(
        "recipe", of: Recipe.self, defaultText: "the preset's, or the defaults here",
        help: "fast: a third of a preset's epochs, 10 at most; other options override")
    static let warmup = Option.number(
        "beta-warmup", value: "EPOCHS", default: 0, in: 0...1e6, help: "epochs over which beta rises from 0")
    static let corrupt = Option.parsed(
        "corrupt", value: "NOISE", defaultText: "nothing", expectation: "gaussian:SIGMA or mask:RATE, as in mask:0.5",
        help: "spoil what the encoder sees: gaussian:SIGMA or mask:RATE", { Corruption($0) })
    static let redraw = Option.flag(
        "redraw", help: "draw each pixel whenever its image is visited, its grey value being the probability of 1")
    static let initialisation = Option.choice(
        "init", of: Initialisation.self, defaultText: "pytorch",
        help: "how weights are drawn: as PyTorch does, half of that, or as He et al. 2015")

    static let initialOutput = Option.choice(
        "init-output", of: InitialOutput.self, defaultText: "as --init",
        help: "what is decoded at first: the mean of the data, with --recon bce")

    /// What the decoder's last bias begins with.
    enum InitialOutput: String, CaseIterable, Sendable {
        case data
    }

    /// The options that say how weights begin.
    static let beginnings: [any OptionDescription] = [initialisation, initialOutput]

    static let all: [any OptionDescription] =
        [recipe] + fit.optimization + [warmup, corrupt, redraw] + fit.length + beginnings

    /// The options that a resumed run takes from its checkpoint.
    static let kept: [any OptionDescription] = [recipe] + fit.kept + [warmup, corrupt, redraw]

    /// - Parameter recon: the likelihood of the pixels of a new model, if it has any.
    /// - Throws: `UsageError` where options do not go together.
    static func settings(
        _ arguments: Arguments, preset: Preset? = nil, recon: ModelDescription.Recon? = nil
    ) throws -> TrainingSettings {
        var settings = TrainingSettings()
        if let training = preset?.training {
            settings.optimizer = training.optimizer
            settings.batch = training.batch
            settings.epochs = training.epochs
        }
        settings.betaWarmup = arguments[warmup]
        settings.corruption = arguments[corrupt]
        settings.redraws = arguments[redraw]
        settings.beginning.initialisation = preset?.training.initialisation ?? .pytorch
        arguments[recipe]?.apply(
            to: &settings, preset: preset, decodesData: recon == .bce && !arguments[fit.stream])
        if let value = arguments[initialisation] { settings.beginning.initialisation = value }
        if arguments[initialOutput] == .data { settings.beginning.outputIsOfData = true }
        try fit.apply(arguments, to: &settings)
        return settings
    }
}
