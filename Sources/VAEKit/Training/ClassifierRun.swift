import TensorStreams

/// A classifier's training from its beginning to its end: the order of the images, the schedule, the sums of the losses.
public final class ClassifierRun {
    public let trainer: ClassifierTrainer
    public let settings: TrainingSettings
    public private(set) var state = ClassifierState()
    public weak var observer: (any ClassifierObserver)?
    /// Losses since the epoch began, and since the last row of the log.
    public private(set) var epochLoss = ClassifierLoss()
    public private(set) var rowLoss = ClassifierLoss()
    private var epochSize = 0
    private var totalSteps = 1

    public init(_ trainer: ClassifierTrainer, settings: TrainingSettings) {
        self.trainer = trainer
        self.settings = settings
    }

    /// The learning rate of the next step.
    public var rate: Double {
        let progress = Double(state.step) / Double(totalSteps)
        return settings.optimizer.rate * settings.learningRate.factor(progress: progress, epoch: state.epoch)
    }

    /// Whether the step just done was the last of its epoch.
    public var isAtEpochEnd: Bool { epochLoss.items == epochSize }

    /// Trains in shuffled epochs. The shuffle of an epoch depends on seed and epoch alone.
    public func train(on data: LabelledImages) throws {
        let count = data.images.count
        let cut = trainer.model.cut(batch: settings.batch)
        epochSize = count
        totalSteps = settings.epochs * cut.batches(of: count)
        while state.epoch < settings.epochs {
            var source = RandomSource(
                seed: UInt64(settings.seed), stream: RandomStream.shuffle.rawValue << 32 | UInt64(state.epoch))
            let order = source.permutation(count)
            while cut.hasMore(behind: epochLoss.items, of: count) {
                try step(data, items: order[cut.batch(at: epochLoss.items, of: count)])
                try observer?.didStep(self)
            }
            state.epoch += 1
            state.history.append(ClassifierState.Epoch(training: ClassifierState.Measure(epochLoss)))
            try observer?.didEndEpoch(self)
            epochLoss = ClassifierLoss()
        }
    }

    private func step(_ data: LabelledImages, items: ArraySlice<Int>) throws {
        let loss = trainer.step(data.images, labels: data.labels, items: items, step: state.step + 1, rate: rate)
        guard loss.loss.isFinite else {
            throw TrainingError(step: state.step + 1, broken: "the loss", term: "cross-entropy")
        }
        state.step += 1
        state.seen += loss.items
        epochLoss += loss
        rowLoss += loss
    }

    /// Called by an observer that has written a row for the steps since the last.
    public func beginRow() { rowLoss = ClassifierLoss() }

    /// Called by an observer that has evaluated the epoch just ended.
    public func keepValidation(_ loss: ClassifierLoss) {
        state.history[state.history.count - 1].validation = ClassifierState.Measure(loss)
    }
}

/// Is told how a run goes, and may throw to end it.
public protocol ClassifierObserver: AnyObject {
    /// After every step.
    func didStep(_ run: ClassifierRun) throws
    /// After an epoch, while `epochLoss` still holds its losses.
    func didEndEpoch(_ run: ClassifierRun) throws
}
