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
        /// Of images kept aside, where there are any.
        public var validation: BatchLoss?

        /// Of means per image.
        public init(loss: BatchLoss, validation: BatchLoss? = nil) {
            (self.loss, self.validation) = (loss, validation)
        }
    }

    /// The loss of each epoch done, of the images kept aside where there are any.
    var losses: [Double] { history.map { ($0.validation ?? $0.loss).loss } }

    /// Epochs that were measured on images kept aside since the one whose loss there was the least; nil where none was.
    public var epochsSinceBest: Int? {
        let losses = history.compactMap(\.validation?.loss)
        guard let least = losses.min(), let best = losses.firstIndex(of: least) else { return nil }
        return losses.count - 1 - best
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
        self.init(terms: terms)
        guard let epoch = json["epoch"]?.int, let step = json["step"]?.int, let seen = json["seen"]?.int,
            [epoch, step, seen].allSatisfy(Self.counts.contains), let history = json["history"]?.array
        else { return nil }
        (self.epoch, self.step, self.seen) = (epoch, step, seen)
        // Classifiers were once saved between epochs alone.
        let ofEpoch = ["position", "epoch_loss", "row_loss"]
        if ofEpoch.contains(where: { json[$0] != nil }) {
            guard let position = json["position"]?.int, Self.counts.contains(position),
                let epochLoss = json["epoch_loss"].flatMap({ BatchLoss(json: $0, names: terms) }),
                let rowLoss = json["row_loss"].flatMap({ BatchLoss(json: $0, names: terms) })
            else { return nil }
            (self.position, self.epochLoss, self.rowLoss) = (position, epochLoss, rowLoss)
        }
        self.history = history.compactMap { Epoch(json: $0, terms: terms) }
        guard self.history.count == history.count else { return nil }
    }
}

extension TrainingState.Epoch {
    fileprivate var json: JSON {
        var object = JSONObject()
        for (prefix, loss) in [("", loss), ("val_", validation)] {
            guard let loss else { continue }
            for (name, value) in zip(["loss"] + loss.names, loss.values) { object[prefix + name] = .number(value) }
        }
        return .object(object)
    }

    fileprivate init?(json: JSON, terms: [String]) {
        guard let loss = Self.mean(json, prefix: "", terms: terms) else { return nil }
        self.loss = loss
        // Older files have no terms here.
        let known = terms.filter { json["val_" + $0] != nil }
        validation = Self.mean(json, prefix: "val_", terms: known)
    }

    private static func mean(_ json: JSON, prefix: String, terms: [String]) -> BatchLoss? {
        guard let value = json[prefix + "loss"]?.double else { return nil }
        var mean = BatchLoss(terms)
        (mean.items, mean.loss) = (1, value)
        for name in terms {
            guard let term = json[prefix + name]?.double else { return nil }
            mean[name] = term
        }
        return mean
    }
}
