import CommandSupport
import VAEKit

/// The options that say how the model is trained.
enum TrainingOptions {
    static let optimizer = Option.choice(
        "optimizer", of: OptimizerSettings.Kind.self, defaultText: "adam", help: "how weights follow their gradients")
    static let rate = Option.number("lr", value: "R", in: 0...1e3, defaultText: "0.001", help: "learning rate")
    static let weightDecay = Option.number(
        "weight-decay", value: "W", in: 0...1e3, defaultText: "0; adamw 0.01",
        help: "L2 penalty, or the decoupled decay of adamw")
    static let momentum = Option.number(
        "momentum", value: "M", default: 0, in: 0...0.9999, help: "momentum of sgd")
    static let schedule = Option.choice(
        "lr-schedule", of: LearningRate.Schedule.self, default: .constant,
        help: "keep the rate, lower it along half a cosine, or in steps")
    static let scheduleStep = Option.integer(
        "lr-step", value: "EPOCHS", default: 10, in: 1...1_000_000,
        help: "epochs between the steps of --lr-schedule step")
    static let gamma = Option.number(
        "lr-gamma", value: "G", default: 0.1, in: 0...1, help: "factor of each step of --lr-schedule step")
    static let clipNorm = Option.number(
        "clip-norm", value: "N", in: 0...1e9, defaultText: "no limit", help: "largest norm of the gradient")
    static let warmup = Option.number(
        "beta-warmup", value: "EPOCHS", default: 0, in: 0...1e6, help: "epochs over which beta rises from 0")
    static let batch = Option.integer(
        "batch", value: "B", in: 1...TrainingSettings.largestBatch, defaultText: "64", help: "images in a step")
    static let epochs = Option.integer(
        "epochs", value: "N", in: 1...1_000_000, defaultText: "1", help: "passes over the images, kept in memory")
    static let steps = Option.integer(
        "steps", value: "N", in: 1...Int(Int32.max), help: "stop after N steps in all")
    static let initialisation = Option.choice(
        "init", of: Initialisation.self, defaultText: "pytorch",
        help: "how weights are drawn: as PyTorch does, half of that, or as He et al. 2015")
    static let stream = Option.flag("stream", help: "train on batches as they arrive, once, in constant memory")

    static let all: [any OptionDescription] = [
        optimizer, rate, weightDecay, momentum, schedule, scheduleStep, gamma, clipNorm, warmup, batch, epochs, steps,
        initialisation, stream,
    ]

    /// The options that a resumed run takes from its checkpoint.
    static let kept: [any OptionDescription] = [
        optimizer, rate, weightDecay, momentum, schedule, scheduleStep, gamma, clipNorm, warmup, batch, stream,
        initialisation,
        StandardOptions.seed,
    ]

    static func settings(_ arguments: Arguments, preset: Preset?) throws -> TrainingSettings {
        var settings = TrainingSettings()
        if let training = preset?.training {
            settings.optimizer = training.optimizer
            settings.batch = training.batch
            settings.epochs = training.epochs
        }
        if let kind = arguments[optimizer] {
            if kind == .adamw && settings.optimizer.kind != .adamw { settings.optimizer.weightDecay = 0.01 }
            settings.optimizer.kind = kind
        }
        if let value = arguments[rate] { settings.optimizer.rate = value }
        if let value = arguments[weightDecay] { settings.optimizer.weightDecay = value }
        settings.optimizer.momentum = arguments[momentum]
        settings.optimizer.clipNorm = arguments[clipNorm] ?? 0
        settings.learningRate.schedule = arguments[schedule]
        settings.learningRate.stepEpochs = arguments[scheduleStep]
        settings.learningRate.gamma = arguments[gamma]
        settings.betaWarmup = arguments[warmup]
        if let value = arguments[batch] { settings.batch = value }
        settings.seed = arguments[StandardOptions.seed]
        settings.isStreaming = arguments[stream]
        applyLength(arguments, to: &settings)
        try check(arguments, settings)
        return settings
    }

    static func initialisation(_ arguments: Arguments, preset: Preset?) -> Initialisation {
        arguments[initialisation] ?? preset?.training.initialisation ?? .pytorch
    }

    /// How long the run goes on, which a resumed run may change.
    static func applyLength(_ arguments: Arguments, to settings: inout TrainingSettings) {
        if let value = arguments[epochs] { settings.epochs = value }
        if let value = arguments[steps] { settings.steps = value }
    }

    private static func check(_ arguments: Arguments, _ settings: TrainingSettings) throws {
        if arguments.isGiven(momentum) && settings.optimizer.kind != .sgd {
            throw UsageError("--momentum needs --optimizer sgd")
        }
        let ofSteps: [any OptionDescription] = [scheduleStep, gamma]
        if settings.learningRate.schedule != .step, let given = ofSteps.first(where: { arguments.isGiven($0) }) {
            throw UsageError("--\(given.name) needs --lr-schedule step")
        }
        guard settings.isStreaming else { return }
        if arguments.isGiven(epochs) {
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
