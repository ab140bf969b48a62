import TensorStreams

/// How far a classifier's run has come.
public struct ClassifierState: Equatable, Sendable {
    /// Whole epochs done.
    public var epoch = 0
    /// Steps done.
    public var step = 0
    /// Items trained on in all.
    public var seen = 0
    /// The mean loss and the accuracy of each epoch done, on the images trained on while they were.
    public var history: [Epoch] = []

    public struct Epoch: Equatable, Sendable {
        public var training: Measure
        public var validation: Measure?

        public init(training: Measure, validation: Measure? = nil) {
            (self.training, self.validation) = (training, validation)
        }
    }

    /// A loss in nats per image, and the part of the images that is classified right.
    public struct Measure: Equatable, Sendable {
        public var loss: Double
        public var accuracy: Double

        init(loss: Double, accuracy: Double) { (self.loss, self.accuracy) = (loss, accuracy) }

        public init(_ sums: ClassifierLoss) { (loss, accuracy) = sums.mean }
    }

    public init() {}

    var json: JSON {
        .object([
            "epoch": .integer(epoch), "step": .integer(step), "seen": .integer(seen),
            "history": .array(history.map(\.json)),
        ])
    }

    init?(json: JSON) {
        guard let epoch = json["epoch"]?.int, let step = json["step"]?.int, let seen = json["seen"]?.int,
            [epoch, step, seen].allSatisfy({ $0 >= 0 }), let history = json["history"]?.array
        else { return nil }
        (self.epoch, self.step, self.seen) = (epoch, step, seen)
        self.history = history.compactMap(Epoch.init(json:))
        guard self.history.count == history.count else { return nil }
    }
}

extension ClassifierState.Epoch {
    fileprivate var json: JSON {
        var object: JSONObject = ["loss": .number(training.loss), "accuracy": .number(training.accuracy)]
        if let validation {
            object["val_loss"] = .number(validation.loss)
            object["val_accuracy"] = .number(validation.accuracy)
        }
        return .object(object)
    }

    fileprivate init?(json: JSON) {
        guard let loss = json["loss"]?.double, let accuracy = json["accuracy"]?.double else { return nil }
        training = ClassifierState.Measure(loss: loss, accuracy: accuracy)
        if let loss = json["val_loss"]?.double, let accuracy = json["val_accuracy"]?.double {
            validation = ClassifierState.Measure(loss: loss, accuracy: accuracy)
        }
    }
}
