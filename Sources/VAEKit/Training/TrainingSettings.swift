import TensorStreams

/// Everything that decides how a run goes, beside the model and the images.
public struct TrainingSettings: Equatable, Sendable {
    public var optimizer = OptimizerSettings()
    public var learningRate = LearningRate()
    public var batch = 64
    /// Blocks that each batch is cut into, whose sums are taken apart.
    public var blocks = 1
    public var epochs = 1
    /// Steps after which the run ends, if it has not before.
    public var steps: Int?
    /// Epochs without a new least validation loss after which the run ends; nil where it goes on all the same.
    public var patience: Int?
    public var seed = 0
    /// Epochs over which beta rises from zero to its value.
    public var betaWarmup = 0.0
    /// What is done to the images that the encoder sees.
    public var corruption: Corruption?
    /// Whether each pixel is drawn whenever its image is visited, its grey value being the probability of 1.
    public var redraws = false
    /// Decay of a moving average of the weights, which all but training uses, within 0..<1; nil where there is none.
    public var average: Double?
    /// Whether batches are trained on as they arrive, once, instead of in shuffled epochs.
    public var isStreaming = false
    /// What the run began with.
    public var beginning = RunBeginning()
    /// Whether the run was told another length when it was resumed, where its rate goes by that.
    public var lengthChanged = false

    public init() {}

    /// What clf-fit trains with where nothing is said: it reaches its best on MNIST in about a minute.
    public static let ofClassifiers: TrainingSettings = {
        var settings = TrainingSettings()
        settings.epochs = 6
        settings.learningRate.schedule = .cosine
        return settings
    }()

    /// The settings as a checkpoint's `training` entry has them.
    public var json: JSON {
        var object: JSONObject = [
            "optimizer": .string(optimizer.kind.rawValue),
            "lr": .number(optimizer.rate),
            "weight_decay": .number(optimizer.weightDecay),
            "momentum": .number(optimizer.momentum),
            "clip_norm": .number(optimizer.clipNorm),
            "lr_schedule": .string(learningRate.schedule.rawValue),
            "lr_step": .integer(learningRate.stepEpochs),
            "lr_gamma": .number(learningRate.gamma),
            "batch": .integer(batch),
            "epochs": .integer(epochs),
            "seed": .integer(seed),
            "beta_warmup": .number(betaWarmup),
            "stream": .bool(isStreaming),
        ]
        if blocks > 1 { object["blocks"] = .integer(blocks) }
        if let steps { object["steps"] = .integer(steps) }
        if let patience { object["patience"] = .integer(patience) }
        if learningRate.rise != LearningRate.riseOfCycle { object["lr_rise"] = .number(learningRate.rise) }
        if learningRate.warmupSteps > 0 { object["lr_warmup"] = .integer(learningRate.warmupSteps) }
        if let rates = learningRate.rates { object["lr_at"] = .string(rates.description) }
        let adam = OptimizerSettings()
        if optimizer.beta1 != adam.beta1 { object["beta1"] = .number(optimizer.beta1) }
        if optimizer.beta2 != adam.beta2 { object["beta2"] = .number(optimizer.beta2) }
        if optimizer.epsilon != adam.epsilon { object["epsilon"] = .number(optimizer.epsilon) }
        if optimizer.groups != .one { object["lr_factor"] = .string(optimizer.groups.description) }
        if let average { object["average"] = .number(average) }
        if redraws { object["redraw"] = .bool(true) }
        if let corruption { object["corruption"] = .string(corruption.description) }
        beginning.add(to: &object)
        if lengthChanged { object[Self.lengthChangedEntry] = .bool(true) }
        return .object(object)
    }

    /// The one entry that is no option.
    public static let lengthChangedEntry = "length_changed"

    init?(json: JSON) {
        guard let kind = json["optimizer"]?.string.flatMap(OptimizerSettings.Kind.init),
            let rate = json["lr"]?.double, (0...1e3).contains(rate),
            let decay = json["weight_decay"]?.double, (0...1e3).contains(decay),
            let momentum = json["momentum"]?.double, (0..<1).contains(momentum),
            let clipNorm = json["clip_norm"]?.double, (0...1e9).contains(clipNorm),
            let schedule = json["lr_schedule"]?.string.flatMap(LearningRate.Schedule.init),
            let stepEpochs = json["lr_step"]?.int, (1...1_000_000).contains(stepEpochs),
            let gamma = json["lr_gamma"]?.double, (0...1).contains(gamma),
            let batch = json["batch"]?.int, (1...Self.largestBatch).contains(batch),
            let epochs = json["epochs"]?.int, (0...1_000_000).contains(epochs),
            let seed = json["seed"]?.int, seed >= 0,
            let warmup = json["beta_warmup"]?.double, (0...1e6).contains(warmup),
            let isStreaming = json["stream"]?.bool
        else { return nil }
        optimizer = OptimizerSettings(kind: kind, rate: rate, weightDecay: decay)
        (optimizer.momentum, optimizer.clipNorm) = (momentum, clipNorm)
        (learningRate.schedule, learningRate.stepEpochs, learningRate.gamma) = (schedule, stepEpochs, gamma)
        (self.batch, self.epochs, self.seed, betaWarmup, self.isStreaming) = (batch, epochs, seed, warmup, isStreaming)
        guard takeOptional(json) else { return nil }
    }

    /// Takes the entries that stand only where they say something unusual; false where one is damaged.
    private mutating func takeOptional(_ json: JSON) -> Bool {
        func number(_ range: Range<Double>) -> (JSON) -> Double? {
            { $0.double.flatMap { range.contains($0) ? $0 : nil } }
        }
        let count: (JSON) -> Int? = { $0.int.flatMap { (0...Int(Int32.max)).contains($0) ? $0 : nil } }
        guard let beta1 = json.entry("beta1", number(0..<1)), let beta2 = json.entry("beta2", number(0..<1)),
            let epsilon = json.entry("epsilon", number(1e-30..<1e3)),
            let groups = json.entry("lr_factor", { $0.string.flatMap(ParameterGroups.init) }),
            let warmupSteps = json.entry("lr_warmup", count), let rise = json.entry("lr_rise", number(0..<1)),
            let rates = json.entry("lr_at", { $0.string.flatMap(EpochRates.init) }),
            let corruption = json.entry("corruption", { $0.string.flatMap(Corruption.init) }),
            let redraws = json.entry("redraw", { $0.bool }), let steps = json.entry("steps", count),
            let average = json.entry("average", number(0..<1)),
            let patience = json.entry("patience", count),
            let blocks = json.entry("blocks", { $0.int.flatMap { (1...Self.mostBlocks).contains($0) ? $0 : nil } }),
            let beginning = RunBeginning(json: json),
            let lengthChanged = json.entry(Self.lengthChangedEntry, { $0.bool })
        else { return false }
        if let beta1 { optimizer.beta1 = beta1 }
        if let beta2 { optimizer.beta2 = beta2 }
        if let epsilon { optimizer.epsilon = epsilon }
        if let groups { optimizer.groups = groups }
        (learningRate.warmupSteps, learningRate.rates) = (warmupSteps ?? 0, rates)
        learningRate.rise = rise ?? LearningRate.riseOfCycle
        (self.corruption, self.redraws, self.steps) = (corruption, redraws ?? false, steps)
        (self.average, self.patience, self.blocks) = (average, patience, blocks ?? 1)
        (self.beginning, self.lengthChanged) = (beginning, lengthChanged ?? false)
        return true
    }

    /// Blocks of a batch at most.
    public static let mostBlocks = 1024

    /// Items in a batch at most: more would not fit in memory beside the activations.
    public static let largestBatch = 65_536
}

extension JSON {
    /// What an entry means that may be missing; nil where it is there and means nothing.
    fileprivate func entry<Value>(_ key: String, _ read: (JSON) -> Value?) -> Value?? {
        guard let entry = self[key] else { return .some(nil) }
        return read(entry).map { .some($0) }
    }
}
