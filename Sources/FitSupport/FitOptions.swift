import CommandSupport
import VAEKit

/// The options that every command which trains a model has: how weights follow their gradients, in which batches, how
/// often. Only the defaults are the command's own.
public struct FitOptions: Sendable {
    public let optimizer = Option.choice(
        "optimizer", of: OptimizerSettings.Kind.self, defaultText: "adam", help: "how weights follow their gradients")
    public let rate: Option<Double?>
    public let groups = Option.parsed(
        "lr-factor", value: "NAME:F,NAME:F", defaultText: "1",
        expectation: "names and factors from 0 to 1000, as in encoder:0.1,decoder.4:0",
        help: "factors on the rate of parameters whose names begin so; 0 freezes them", { ParameterGroups($0) })
    public let weightDecay = Option.number(
        "weight-decay", value: "W", in: 0...1e3, defaultText: "0; adamw 0.01",
        help: "L2 penalty, or the decoupled decay of adamw")
    public let momentum = Option.number(
        "momentum", value: "M", in: 0...0.9999, defaultText: "0; muon 0.95", help: "momentum of sgd or muon")
    public let beta1 = Option.number(
        "adam-beta1", value: "B", in: 0..<1, defaultText: "0.9", help: "decay of adam's mean of the gradient")
    public let beta2 = Option.number(
        "adam-beta2", value: "B", in: 0..<1, defaultText: "0.999", help: "decay of adam's mean of its square")
    public let epsilon = Option.number(
        "adam-epsilon", value: "E", in: 1e-30..<1e3, defaultText: "1e-8", help: "added to the root of that")
    public let schedule: Option<LearningRate.Schedule>
    public let scheduleStep = Option.integer(
        "lr-step", value: "EPOCHS", default: 10, in: 1...1_000_000,
        help: "epochs between the steps of --lr-schedule step, or that plateau waits")
    public let gamma = Option.number(
        "lr-gamma", value: "G", default: 0.1, in: 0...1, help: "factor of each step of --lr-schedule step or plateau")
    public let rise = Option.number(
        "lr-rise", value: "S", in: 0..<1, defaultText: "0.3",
        help: "part of the steps in which --lr-schedule one-cycle raises the rate")
    public let rateWarmup = Option.integer(
        "lr-warmup", value: "STEPS", default: 0, in: 0...Int(Int32.max),
        help: "steps in which the rate rises from 0, before its schedule")
    public let rateByEpoch = Option.parsed(
        "lr-at", value: "EPOCH:R,...", defaultText: "--lr and its schedule",
        expectation: "rates from epochs on, the first 0, as in 0:1e-3,10:1e-4",
        help: "the rate from each of these epochs on, the first being 0", { EpochRates($0) })
    public let clipNorm = Option.number(
        "clip-norm", value: "N", in: 0...1e9, defaultText: "no limit", help: "largest norm of the gradient")
    public let average = Option.number(
        "average", value: "D", in: 0..<1, defaultText: "none",
        help: "average the weights, with decay D a step, for all but training")
    public let batch: Option<Int?>
    static let blocks = Option.integer(
        "blocks", value: "B", in: 1...TrainingSettings.mostBlocks, defaultText: "one a rank",
        help: "blocks that a batch is cut into, a multiple of the ranks of mpirun; as many give the same bytes on any")
    public let epochs: Option<Int?>
    let steps = Option.integer(
        "steps", value: "N", in: 1...Int(Int32.max), help: "stop after N steps in all")
    static let patience = Option.integer(
        "patience", value: "EPOCHS", in: 1...1_000_000, defaultText: "without end",
        help: "stop after so many epochs without a new least loss of --validation")
    public let stream = Option.flag("stream", help: "train on batches as they arrive, once, in constant memory")

    /// - Parameter defaults: the settings where nothing is said, for help to show.
    public init(defaults: TrainingSettings) {
        rate = .number(
            "lr", value: "R", in: 0...1e3, defaultText: "\(defaults.optimizer.rate)", help: "learning rate")
        schedule = .choice(
            "lr-schedule", of: LearningRate.Schedule.self, default: defaults.learningRate.schedule,
            help:
                "keep the rate, lower it along half a cosine, in steps or where the loss stays, or raise and lower it once"
        )
        batch = .integer(
            "batch", value: "B", in: 1...TrainingSettings.largestBatch, defaultText: "\(defaults.batch)",
            help: "images in a step")
        epochs = .integer(
            "epochs", value: "N", in: 1...1_000_000, defaultText: "\(defaults.epochs)",
            help: "passes over the images, kept in memory")
    }

    /// Those of the optimiser and its learning rate.
    public var optimization: [any OptionDescription] {
        [
            optimizer, rate, groups, weightDecay, momentum, beta1, beta2, epsilon, schedule, scheduleStep, gamma,
            rise, rateWarmup, rateByEpoch, clipNorm, average,
        ]
    }

    /// Those of batches, and of how long the run goes on.
    public var length: [any OptionDescription] { [batch, Self.blocks, epochs, steps, Self.patience, stream] }

    /// Those that a resumed run takes from its checkpoint.
    public var kept: [any OptionDescription] { optimization + [batch, Self.blocks, stream, StandardOptions.seed] }

    /// Changes what was asked for.
    ///
    /// - Throws: `UsageError` where options do not go together.
    public func apply(_ arguments: Arguments, to settings: inout TrainingSettings) throws {
        if let kind = arguments[optimizer] {
            if kind == .adamw && settings.optimizer.kind != .adamw {
                settings.optimizer.weightDecay = OptimizerSettings.decayOfAdamW
            }
            settings.optimizer.momentum = kind == .muon ? OptimizerSettings.momentumOfMuon : 0
            settings.optimizer.kind = kind
        }
        if let value = arguments[groups] { settings.optimizer.groups = value }
        if let value = arguments[weightDecay] { settings.optimizer.weightDecay = value }
        if let value = arguments[momentum] { settings.optimizer.momentum = value }
        if let value = arguments[beta1] { settings.optimizer.beta1 = value }
        if let value = arguments[beta2] { settings.optimizer.beta2 = value }
        if let value = arguments[epsilon] { settings.optimizer.epsilon = value }
        settings.optimizer.clipNorm = arguments[clipNorm] ?? 0
        settings.average = arguments[average]
        settings.isStreaming = arguments[stream]
        applyLength(arguments, to: &settings)
        try applyRate(arguments, to: &settings)
        if let value = arguments[batch] { settings.batch = value }
        if let value = arguments[Self.blocks] { settings.blocks = value }
        settings.seed = arguments[StandardOptions.seed]
        if arguments.isGiven(momentum) && ![.sgd, .muon].contains(settings.optimizer.kind) {
            throw UsageError("--momentum needs --optimizer sgd or muon")
        }
        let ofAdam: [any OptionDescription] = [beta1, beta2, epsilon]
        if settings.optimizer.kind == .sgd, let given = ofAdam.first(where: { arguments.isGiven($0) }) {
            throw UsageError("--\(given.name) needs --optimizer adam, adamw or muon")
        }
        if settings.isStreaming { try checkStreaming(arguments, settings) }
    }

    private func applyRate(_ arguments: Arguments, to settings: inout TrainingSettings) throws {
        if let value = arguments[rate] { settings.optimizer.rate = value }
        var learningRate = settings.learningRate
        learningRate.schedule = schedule(arguments, settings)
        learningRate.stepEpochs = arguments[scheduleStep]
        learningRate.gamma = arguments[gamma]
        learningRate.warmupSteps = arguments[rateWarmup]
        if let value = arguments[rise] { learningRate.rise = value }
        if let rates = arguments[rateByEpoch] {
            (learningRate.rates, learningRate.schedule, settings.optimizer.rate) = (rates, .constant, rates[0])
        }
        if learningRate.schedule != .oneCycle { learningRate.rise = LearningRate.riseOfCycle }
        settings.learningRate = learningRate
        try checkRate(arguments, learningRate)
    }

    private func checkRate(_ arguments: Arguments, _ learningRate: LearningRate) throws {
        let ofSteps: [any OptionDescription] = [scheduleStep, gamma]
        let others = [rate, schedule, rise] + ofSteps
        if learningRate.rates != nil, let given = others.first(where: { arguments.isGiven($0) }) {
            throw UsageError("--lr-at and --\(given.name) exclude each other")
        }
        if ![.step, .plateau].contains(learningRate.schedule),
            let given = ofSteps.first(where: { arguments.isGiven($0) })
        {
            throw UsageError("--\(given.name) needs --lr-schedule step or plateau")
        }
        if learningRate.schedule != .oneCycle && arguments.isGiven(rise) {
            throw UsageError("--lr-rise needs --lr-schedule one-cycle")
        }
        if learningRate.schedule == .oneCycle && learningRate.warmupSteps > 0 {
            throw UsageError("--lr-schedule one-cycle begins with a warm-up of its own: leave out --lr-warmup")
        }
    }

    /// A stream whose length is not known has no end that a rate could fall to by default.
    private func schedule(_ arguments: Arguments, _ settings: TrainingSettings) -> LearningRate.Schedule {
        let isOpen = settings.isStreaming && settings.steps == nil
        if arguments.isGiven(schedule) { return arguments[schedule] }
        return isOpen ? .constant : settings.learningRate.schedule
    }

    /// How long the run goes on, which a resumed run may change: either option sets the end anew.
    func applyLength(_ arguments: Arguments, to settings: inout TrainingSettings) {
        if let value = arguments[epochs] { (settings.epochs, settings.steps) = (value, nil) }
        if let value = arguments[steps] { settings.steps = value }
        if let value = arguments[Self.patience] { settings.patience = value }
    }

    private func checkStreaming(_ arguments: Arguments, _ settings: TrainingSettings) throws {
        if arguments.isGiven(epochs) {
            throw UsageError("--stream passes over the images once: use 'idx-cat --repeat N' instead of --epochs")
        }
        if arguments.isGiven(Self.patience) {
            throw UsageError("--patience counts epochs, which --stream does not know")
        }
        let learningRate = settings.learningRate
        if [.step, .plateau].contains(learningRate.schedule) || learningRate.rates != nil || settings.betaWarmup > 0 {
            throw UsageError(
                "--lr-schedule step and plateau, --lr-at and --beta-warmup count epochs, which --stream does not know")
        }
        if learningRate.schedule.goesByLength && settings.steps == nil {
            throw UsageError("--lr-schedule \(learningRate.schedule.rawValue) needs --steps with --stream")
        }
    }
}
