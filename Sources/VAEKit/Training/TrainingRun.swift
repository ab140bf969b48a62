import TensorStreams

/// Why a run stopped before its end.
public struct TrainingError: Error, Equatable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }

    /// - Parameter broken: what is not finite after or in the step.
    public init(step: Int, broken: String, term: String? = nil) {
        let term = term.flatMap { $0 == "loss" ? nil : " (\($0))" } ?? ""
        description = "step \(step): \(broken) is not finite\(term); try a smaller --lr, or --clip-norm 1"
    }
}

/// A run of training from its state to its end: the order of the images, the schedules, the sums of the losses.
///
/// What should happen along the way (logs, checkpoints, pictures) is told to an observer.
public final class TrainingRun {
    public let trainer: Trainer
    public let settings: TrainingSettings
    public private(set) var state: TrainingState
    public weak var observer: (any TrainingObserver)?
    /// The number of images in an epoch; nil while streaming.
    public private(set) var epochSize: Int?
    /// Steps of the whole run, where that is known.
    public private(set) var totalSteps: Int?
    /// What the checkpoint keeps beside settings and state.
    public var reports = RunReports()
    public var images, validationImages: TrainedImages?
    /// The batch of a stream that was last trained on.
    public private(set) var lastImages: LabelledImages?
    private let cut: BatchCut
    /// The step at which the ranks' parts were last brought together.
    private var gathered: Int?

    /// - Parameter state: of a run that is resumed.
    public init(_ trainer: Trainer, settings: TrainingSettings, state: TrainingState? = nil) {
        self.trainer = trainer
        self.settings = settings
        self.state = state ?? TrainingState(terms: trainer.model.terms)
        totalSteps = settings.steps
        cut = trainer.model.cut(settings)
        if settings.isStreaming { self.state.reopenStream() }
    }

    /// Steps of the whole run over so many images: those done, and those that are left of this epoch and the epochs to come.
    private func steps(over count: Int) -> Int {
        guard state.epoch < settings.epochs else { return state.step }
        let rest = cut.batches(of: count, behind: state.position)
        let steps = state.step + rest + (settings.epochs - state.epoch - 1) * cut.batches(of: count)
        return min(steps, settings.steps ?? steps)
    }

    /// Images that will have been trained on at the end of a run over so many, for progress.
    public func imagesSeenAtEnd(over count: Int) -> Int {
        let epochs = max(0, settings.epochs - state.epoch)
        let bySteps = settings.steps.map { max(0, $0 - state.step) * settings.batch }
        return state.seen + min(max(0, epochs * count - state.position), bySteps ?? .max)
    }

    /// Whether there is nothing to train, or no more.
    public var isDone: Bool {
        if let steps = settings.steps, state.step >= steps { return true }
        if hasLostPatience { return true }
        return !settings.isStreaming && state.epoch >= settings.epochs
    }

    /// Whether the validation loss has had no new least for as many epochs as the settings wait, and none is under way.
    public var hasLostPatience: Bool {
        guard let patience = settings.patience, let waited = state.epochsSinceBest else { return false }
        return waited >= patience && state.position == 0
    }

    /// The learning rate of the next step.
    public var rate: Double {
        settings.learningRate(
            settings.optimizer.rate, step: state.step, of: totalSteps, epoch: state.epoch, losses: state.losses)
    }

    /// Epochs that the run has come, with parts of them; of a stream the images are no known part.
    private var epochs: Double {
        Double(state.epoch) + (epochSize.map { Double(state.position) / Double($0) } ?? 0)
    }

    /// What the weight of the KL term is multiplied by in the next step: it rises linearly while it warms up (Sønderby et
    /// al. 2016).
    public var warmup: Double {
        settings.betaWarmup > 0 && epochSize != nil ? min(1, epochs / settings.betaWarmup) : 1
    }

    private var moment: TrainingMoment {
        TrainingMoment(
            step: state.step + 1, rate: rate, epoch: epochs, warmup: warmup,
            firstItem: settings.isStreaming ? state.seen : 0)
    }

    /// Trains in shuffled epochs over images in memory. The shuffle of an epoch depends on seed and epoch alone.
    public func train(on images: LabelledImages) throws { try train(on: DealtImages(images)) }

    /// The same for images that are dealt out to the ranks of the run.
    public func train(on images: DealtImages) throws {
        epochSize = images.count
        totalSteps = steps(over: images.count)
        while !isDone {
            var source = RandomSource(
                seed: UInt64(settings.seed), stream: RandomStream.shuffle.rawValue << 32 | UInt64(state.epoch))
            let order = source.permutation(images.count)
            while cut.hasMore(behind: state.position, of: images.count), !isDone {
                let items = order[cut.batch(at: state.position, of: images.count)]
                try settle(trainer.step(images, items: items, at: moment))
            }
            if !cut.hasMore(behind: state.position, of: images.count) { try endEpoch() }
        }
    }

    /// Trains once on batches as they arrive; a resumed run passes over the items it has seen.
    ///
    /// - Parameter labels: of all images of the stream, where the model learns of them.
    public func train(streaming source: inout ImageSource, labels: Labels? = nil) throws {
        if state.seen > 0 {
            let skipped = try source.skip(state.seen)
            guard skipped == state.seen else {
                throw TrainingError(
                    "\(source.name): \(state.seen) images were already trained on, but the stream has only \(skipped)")
            }
        }
        while !isDone, let batch = try nextBatch(of: &source) {
            let images = try labelled(batch, labels, of: source)
            lastImages = images
            try settle(trainer.step(images, items: 0..<images.count, at: moment))
        }
        guard state.seen > 0 else { throw ImageError("\(source.name): it holds no images") }
        if !isDone { try labels?.checkCount(source.itemsRead, of: source.name) }
        if state.position > 0 { try endEpoch() }
    }

    private func labelled(_ batch: TensorBatch, _ labels: Labels?, of source: ImageSource) throws -> LabelledImages {
        guard let labels else { return LabelledImages(batch) }
        let items = state.seen..<state.seen + batch.count
        return LabelledImages(batch, labels: try labels.values(of: items, in: source.name))
    }

    /// The next images of a stream; so few that they would make no batch come with those before them, or not at all.
    private func nextBatch(of source: inout ImageSource) throws -> TensorBatch? {
        guard cut.fewest > 1 else { return try source.next(atMost: settings.batch) }
        guard let batch = try source.next(atMost: settings.batch, leaving: cut.fewest) else { return nil }
        if state.seen == 0 { try trainer.model.requireBatches(settings, images: batch.count) }
        return batch.count >= cut.fewest ? batch : nil
    }

    /// Counts a step that has been done.
    private func settle(_ loss: BatchLoss) throws {
        if let term = loss.brokenTerm {
            throw TrainingError(step: state.step + 1, broken: "the loss", term: term)
        }
        state.step += 1
        state.seen += loss.items
        state.position += loss.items
        state.epochLoss += loss
        state.rowLoss += loss
        try observer?.didStep(self)
    }

    private func endEpoch() throws {
        state.history.append(TrainingState.Epoch(loss: state.epochLoss.mean))
        state.epoch += 1
        state.position = 0
        try observer?.didEndEpoch(self)
        // A stream is one epoch, which a later run may go on with.
        if epochSize != nil { state.epochLoss = BatchLoss(trainer.model.terms) }
        try observer?.didSettleEpoch(self)
    }

    /// Called by an observer that has written a row for the steps since the last. The row at the end of a stream is cut off
    /// when a later run goes on with the stream, so its losses are kept.
    public func beginRow() {
        if epochSize != nil || state.position > 0 { state.rowLoss = BatchLoss(trainer.model.terms) }
    }

    /// Brings together what the ranks of the run have, for the checkpoint: all call it, before one writes that.
    public func gather() {
        if gathered == state.step { return }
        trainer.gatherState()
        gathered = state.step
    }

    /// What ranks that train together must have alike, by name.
    public var identity: [(String, String)] {
        [
            ("options", settings.json.text()), ("images", images?.json.text() ?? "a stream"),
            ("state", state.json.text()), ("weights", "\(trainer.model.checksum)"),
        ]
    }

    /// Does something while the model has the average of its weights, where the run keeps one: for all but training.
    public func withAverage<Result>(_ body: () throws -> Result) rethrows -> Result {
        try trainer.withAverage(body)
    }

    /// Called by an observer that has evaluated the epoch just ended.
    public func keepValidation(_ loss: BatchLoss) {
        guard !state.history.isEmpty else { return }
        state.history[state.history.count - 1].validation = loss.mean
    }

    /// The first thing in the run's checkpoint that holds a number that is not finite, as messages call it; nil when all is
    /// well, which it must be before the checkpoint replaces another.
    public var brokenPart: String? {
        let (model, optimizer) = (trainer.model, trainer.optimizer)
        if let part = model.brokenPart { return part }
        if optimizer.average != nil, let part = withAverage({ model.brokenPart }) { return "the average of \(part)" }
        return optimizer.parts(of: model).lazy.compactMap { $0.optimizer.brokenPart(of: $0.store) }.first
    }
}

/// Is told how a run goes, and may throw to end it.
public protocol TrainingObserver: AnyObject {
    /// After every step.
    func didStep(_ run: TrainingRun) throws
    /// After an epoch, while `state.epochLoss` still holds its losses.
    func didEndEpoch(_ run: TrainingRun) throws
    /// After that, when the state is what the next epoch begins with: the time to save.
    func didSettleEpoch(_ run: TrainingRun) throws
}
