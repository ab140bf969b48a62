import TensorStreams

/// Everything that decides how a run goes, beside the model and the images.
public struct TrainingSettings: Equatable, Sendable {
    public var optimizer = OptimizerSettings()
    public var learningRate = LearningRate()
    public var batch = 64
    public var epochs = 1
    /// Steps after which the run ends, if it has not before.
    public var steps: Int?
    public var seed = 0
    /// Epochs over which beta rises from zero to its value.
    public var betaWarmup = 0.0
    /// Whether batches are trained on as they arrive, once, instead of in shuffled epochs.
    public var isStreaming = false

    public init() {}

    var json: JSON {
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
        if let steps { object["steps"] = .integer(steps) }
        return .object(object)
    }

    init?(json: JSON) {
        guard let kind = json["optimizer"]?.string.flatMap(OptimizerSettings.Kind.init),
            let rate = json["lr"]?.double, rate >= 0,
            let decay = json["weight_decay"]?.double, decay >= 0,
            let momentum = json["momentum"]?.double, momentum >= 0,
            let clipNorm = json["clip_norm"]?.double, clipNorm >= 0,
            let schedule = json["lr_schedule"]?.string.flatMap(LearningRate.Schedule.init),
            let stepEpochs = json["lr_step"]?.int, stepEpochs >= 1,
            let gamma = json["lr_gamma"]?.double, gamma >= 0,
            let batch = json["batch"]?.int, (1...Self.largestBatch).contains(batch),
            let epochs = json["epochs"]?.int, epochs >= 0,
            let seed = json["seed"]?.int, seed >= 0,
            let warmup = json["beta_warmup"]?.double, warmup >= 0,
            let isStreaming = json["stream"]?.bool
        else { return nil }
        optimizer = OptimizerSettings(kind: kind, rate: rate, weightDecay: decay)
        (optimizer.momentum, optimizer.clipNorm) = (momentum, clipNorm)
        (learningRate.schedule, learningRate.stepEpochs, learningRate.gamma) = (schedule, stepEpochs, gamma)
        (self.batch, self.epochs, self.seed, betaWarmup, self.isStreaming) = (batch, epochs, seed, warmup, isStreaming)
        if let entry = json["steps"] {
            guard let steps = entry.int, steps >= 0 else { return nil }
            self.steps = steps
        }
    }

    /// Items in a batch at most: more would not fit in memory beside the activations.
    public static let largestBatch = 65_536
}
