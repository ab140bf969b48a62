import CommandSupport
import ModelSupport
import VAEKit

/// The options that say how the model is trained.
enum TrainingOptions {
    static let fit = FitOptions(defaults: TrainingSettings())
    static let warmup = Option.number(
        "beta-warmup", value: "EPOCHS", default: 0, in: 0...1e6, help: "epochs over which beta rises from 0")
    static let corrupt = Option.parsed(
        "corrupt", value: "NOISE", defaultText: "nothing", expectation: "gaussian:SIGMA or mask:RATE, as in mask:0.5",
        help: "spoil what the encoder sees: gaussian:SIGMA or mask:RATE", { Corruption($0) })
    static let steps = Option.integer(
        "steps", value: "N", in: 1...Int(Int32.max), help: "stop after N steps in all")
    static let initialisation = Option.choice(
        "init", of: Initialisation.self, defaultText: "pytorch",
        help: "how weights are drawn: as PyTorch does, half of that, or as He et al. 2015")
    static let stream = Option.flag("stream", help: "train on batches as they arrive, once, in constant memory")

    static let all: [any OptionDescription] =
        fit.optimization + [warmup, corrupt, fit.batch, fit.epochs, steps, initialisation, stream]

    /// The options that a resumed run takes from its checkpoint.
    static let kept: [any OptionDescription] =
        fit.optimization + [warmup, corrupt, fit.batch, stream, initialisation, StandardOptions.seed]

    /// - Throws: `UsageError` where options do not go together.
    static func settings(_ arguments: Arguments, preset: Preset?) throws -> TrainingSettings {
        var settings = TrainingSettings()
        if let training = preset?.training {
            settings.optimizer = training.optimizer
            settings.batch = training.batch
            settings.epochs = training.epochs
        }
        try fit.apply(arguments, to: &settings)
        settings.betaWarmup = arguments[warmup]
        settings.corruption = arguments[corrupt]
        settings.isStreaming = arguments[stream]
        applyLength(arguments, to: &settings)
        if settings.isStreaming { try checkStreaming(arguments, settings) }
        return settings
    }

    /// How long the run goes on, which a resumed run may change: either option sets the end anew.
    static func applyLength(_ arguments: Arguments, to settings: inout TrainingSettings) {
        if let value = arguments[fit.epochs] { (settings.epochs, settings.steps) = (value, nil) }
        if let value = arguments[steps] { settings.steps = value }
    }

    private static func checkStreaming(_ arguments: Arguments, _ settings: TrainingSettings) throws {
        if arguments.isGiven(fit.epochs) {
            throw UsageError("--stream passes over the images once: use 'idx-cat --repeat N' instead of --epochs")
        }
        if settings.learningRate.schedule == .step || settings.betaWarmup > 0 {
            throw UsageError("--lr-schedule step and --beta-warmup count epochs, which --stream does not know")
        }
        if settings.learningRate.schedule == .cosine && settings.steps == nil {
            throw UsageError("--lr-schedule cosine needs --steps with --stream")
        }
    }
}
