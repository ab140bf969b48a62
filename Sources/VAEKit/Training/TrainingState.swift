import TensorStreams

/// How far a run has come: with the weights and the optimiser's state, all that is needed to go on as if it had never
/// stopped. Random numbers are functions of the seed and of these counts, so they need no state of their own.
public struct TrainingState: Equatable, Sendable {
    /// Whole epochs done.
    public var epoch = 0
    /// Items of the current epoch already trained on.
    public var position = 0
    /// Steps done.
    public var step = 0
    /// Items trained on in all.
    public var seen = 0
    /// Losses since the epoch began, and since the last row of the log.
    public var epochLoss: BatchLoss
    public var rowLoss: BatchLoss
    /// The mean losses of each epoch done.
    public var history: [Epoch] = []

    public struct Epoch: Equatable, Sendable {
        public var loss: BatchLoss
        public var validationLoss: Double?
    }

    /// - Parameter terms: what the terms of the loss are called.
    public init(terms: [String]) {
        epochLoss = BatchLoss(terms)
        rowLoss = epochLoss
    }

    /// What can be counted, with room to go on: a damaged file must not overflow a sum.
    static let counts = 0...1 << 53

    /// Takes back the end of the epoch that a stream is, so that a resumed run goes on as if it had not stopped.
    mutating func reopenStream() {
        (epoch, position, history) = (0, seen, [])
    }

    var json: JSON {
        .object([
            "epoch": .integer(epoch),
            "position": .integer(position),
            "step": .integer(step),
            "seen": .integer(seen),
            "epoch_loss": epochLoss.json,
            "row_loss": rowLoss.json,
            "history": .array(history.map(\.json)),
        ])
    }

    init?(json: JSON, terms: [String]) {
        guard let epoch = json["epoch"]?.int, let position = json["position"]?.int, let step = json["step"]?.int,
            let seen = json["seen"]?.int,
            [epoch, position, step, seen].allSatisfy(Self.counts.contains),
            let epochLoss = json["epoch_loss"].flatMap({ BatchLoss(json: $0, names: terms) }),
            let rowLoss = json["row_loss"].flatMap({ BatchLoss(json: $0, names: terms) }),
            let history = json["history"]?.array
        else { return nil }
        (self.epoch, self.position, self.step, self.seen) = (epoch, position, step, seen)
        (self.epochLoss, self.rowLoss) = (epochLoss, rowLoss)
        self.history = history.compactMap { Epoch(json: $0, terms: terms) }
        guard self.history.count == history.count else { return nil }
    }
}

extension TrainingState.Epoch {
    fileprivate var json: JSON {
        var object: JSONObject = ["loss": .number(loss.loss)]
        for name in loss.names { object[name] = loss[name].map { .number($0) } }
        if let validationLoss { object["val_loss"] = .number(validationLoss) }
        return .object(object)
    }

    fileprivate init?(json: JSON, terms: [String]) {
        guard let mean = json["loss"]?.double else { return nil }
        loss = BatchLoss(terms)
        (loss.items, loss.loss) = (1, mean)
        for name in terms {
            guard let term = json[name]?.double else { return nil }
            loss[name] = term
        }
        validationLoss = json["val_loss"]?.double
    }
}
