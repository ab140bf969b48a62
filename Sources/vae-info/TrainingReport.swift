import TensorStreams
import VAEKit

/// What there is to say about a model's training.
struct TrainingReport {
    private let record: TrainingRecord

    init(_ record: TrainingRecord) { self.record = record }

    /// The optimiser, how far the run has come, and a row of losses for each epoch.
    var lines: [String] { [optimizer, progress] + history }

    private var optimizer: String {
        let (settings, optimizer) = (record.settings, record.settings.optimizer)
        let groups = optimizer.groups == .one ? "" : "lr factor \(optimizer.groups), "
        return
            "optimizer   \(optimizer.kind.rawValue), \(rate), \(groups)weight decay \(NumberText.of(optimizer.weightDecay)), "
            + "batch \(settings.batch)"
            + (settings.average.map { ", average of decay \(NumberText.of($0))" } ?? "")
    }

    private var rate: String {
        let learningRate = record.settings.learningRate
        let rate = learningRate.rates?.description ?? NumberText.of(record.settings.optimizer.rate)
        let schedule = learningRate.rates == nil ? learningRate.schedule.rawValue : "by epoch"
        let warmup = learningRate.warmupSteps
        let rise =
            learningRate.rise == LearningRate.riseOfCycle
            ? "" : ", rising in \(NumberText.of(learningRate.rise)) of the steps"
        return "lr \(rate) (\(schedule)\(rise)\(warmup > 0 ? " after \(warmup) steps of warm-up" : ""))"
    }

    private var progress: String {
        let (settings, state) = (record.settings, record.state)
        let kept = record.roundedTo.map { "rounded to \($0)" } ?? "weights only"
        return "training    epoch \(state.epoch), step \(state.step), \(state.seen) images seen, seed \(settings.seed)"
            + (settings.redraws ? ", pixels drawn anew" : "")
            + (record.isResumable ? "" : "; \(kept), cannot be resumed")
    }

    private var history: [String] {
        let epochs = record.state.history
        guard let first = epochs.first else { return [] }
        let terms = ["loss"] + first.loss.names
        // Older files have a loss alone.
        let measured = epochs.lazy.compactMap(\.validation).first.map { ["loss"] + $0.names } ?? []
        let head = ["epoch"] + terms + measured.map { "val_" + $0 }
        let rows = epochs.enumerated().map { index, epoch in
            let validation = epoch.validation?.values.map { NumberText.of(Float($0)) } ?? measured.map { _ in "" }
            return [String(index + 1)] + epoch.loss.values.map { NumberText.of(Float($0)) } + validation
        }
        return ([head] + rows).map { $0.joined(separator: "\t") }
    }
}
