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
    public var epochLoss = BatchLoss()
    public var rowLoss = BatchLoss()
    /// The mean losses of each epoch done.
    public var history: [Epoch] = []

    public struct Epoch: Equatable, Sendable {
        public var loss: Double
        public var recon: Double
        public var kl: Double
        public var validationLoss: Double?
    }

    public init() {}

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

    init?(json: JSON) {
        guard let epoch = json["epoch"]?.int, let position = json["position"]?.int, let step = json["step"]?.int,
            let seen = json["seen"]?.int,
            [epoch, position, step, seen].allSatisfy(Self.counts.contains),
            let epochLoss = json["epoch_loss"].flatMap(BatchLoss.init(json:)),
            let rowLoss = json["row_loss"].flatMap(BatchLoss.init(json:)),
            let history = json["history"]?.array
        else { return nil }
        (self.epoch, self.position, self.step, self.seen) = (epoch, position, step, seen)
        (self.epochLoss, self.rowLoss) = (epochLoss, rowLoss)
        self.history = history.compactMap(Epoch.init(json:))
        guard self.history.count == history.count else { return nil }
    }
}

extension BatchLoss {
    fileprivate var json: JSON {
        .object(["items": .integer(items), "recon": .number(recon), "kl": .number(kl), "loss": .number(loss)])
    }

    fileprivate init?(json: JSON) {
        guard let items = json["items"]?.int, TrainingState.counts.contains(items), let recon = json["recon"]?.double,
            let kl = json["kl"]?.double, let loss = json["loss"]?.double
        else { return nil }
        (self.items, self.recon, self.kl, self.loss) = (items, recon, kl, loss)
    }
}

extension TrainingState.Epoch {
    fileprivate var json: JSON {
        var object: JSONObject = ["loss": .number(loss), "recon": .number(recon), "kl": .number(kl)]
        if let validationLoss { object["val_loss"] = .number(validationLoss) }
        return .object(object)
    }

    fileprivate init?(json: JSON) {
        guard let loss = json["loss"]?.double, let recon = json["recon"]?.double, let kl = json["kl"]?.double else {
            return nil
        }
        (self.loss, self.recon, self.kl) = (loss, recon, kl)
        validationLoss = json["val_loss"]?.double
    }
}
