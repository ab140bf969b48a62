import CommandSupport
import ModelSupport
import TensorStreams
import VAEKit

/// A run that a signal ended; its state is whole.
private struct Interrupted: Error {}

/// What a run leaves behind on its way: log rows, checkpoints, frames, a progress bar, or a line for each epoch.
final class Journal: TrainingObserver {
    private let options: JournalOptions
    private let ranks: RunRanks
    /// nil where another rank writes.
    private let path: String?
    private let kept: KeptCheckpoints?
    private let progress: Progress
    private let started = Clock.now
    private let first: TrainingState
    private var log: TrainingLog?
    private var frames: Frames?
    private let validation: Validation?
    private var saved: Int?
    /// Whether this run has written the best checkpoint.
    private var hasWrittenBest = false

    private var reports: RunReports { options.reports }

    /// - Parameters:
    ///   - path: where the checkpoint goes; nil where another rank writes it.
    ///   - total: images that will have been seen at the end, where that is known.
    init(
        _ options: JournalOptions, _ ranks: RunRanks, path: String?, kept: KeptCheckpoints?, run: TrainingRun,
        total: Int?,
        validation: Validation?, frames: Frames? = nil
    ) throws {
        (self.options, self.ranks, self.path) = (options, ranks, path)
        (self.kept, self.validation, self.frames) = (kept, validation, frames)
        first = run.state
        progress = Progress(
            "training", total: total, unit: "images", startingAt: first.seen, quiet: options.isQuiet)
        log = try options.reports.log.map {
            try TrainingLog($0, resuming: run.state, hasValidation: validation != nil)
        }
        run.observer = self
        noteHole()
    }

    /// Says so where the rows of a log that is gone on with do not join.
    private func noteHole() {
        guard let path = reports.log, let hole = log?.hole else { return }
        let ends = "from \(hole.lowerBound) to \(hole.upperBound)"
        options.note("\(path): no row has the losses of the images seen \(ends)")
    }

    /// Trains to the end, or to the step in which a signal asks for it, and saves.
    func follow(_ run: TrainingRun, _ train: () throws -> Void) throws {
        do {
            try train()
        } catch {
            // The signal may have ended the command that the images come from, too, and cut the stream.
            guard let signal = ranks.signal(run) ?? Interruption.signal else { throw error }
            guard run.state.step > 0 else { ranks.die(of: signal) }
            try finish(run)
            let way = options.weightsOnly ? "" : "; --resume goes on from there"
            options.note("\(name): stopped and saved at \(RunEnd(of: run.state).place)\(way)")
            ranks.die(of: signal)
        }
        try finish(run)
    }

    /// Says where a run that was followed has got to.
    func report(_ run: TrainingRun) {
        let end = RunEnd(of: run.state)
        options.note(
            run.state.step == first.step
                ? "\(name): nothing to do at \(end.place): \(RunEnd.wayOn(from: run))"
                : "\(name): \(end.place), \(end.losses)" + (RunEnd.impatience(of: run).map { ": \($0)" } ?? ""))
        reportBest(run)
    }

    private func reportBest(_ run: TrainingRun) {
        guard let path = reports.keepBest, run.state.step > first.step, let waited = run.state.epochsSinceBest else {
            return
        }
        let when = hasWrittenBest ? "" : ", before this run"
        options.note("\(path): the least val_loss is that of epoch \(run.state.epoch - waited)\(when)")
    }

    /// How messages call the output.
    var name: String { path == "-" ? "standard output" : path ?? "the checkpoint" }

    func didStep(_ run: TrainingRun) throws {
        let state = run.state
        progress.advance(to: state.seen, label: label(of: run), note: note(of: run))
        // The last step of an epoch is logged and saved when the epoch is settled.
        let endsEpoch = state.position == run.epochSize
        if let every = reports.logEvery, state.step % every == 0, !endsEpoch { try writeRow(run, validation: nil) }
        if let every = reports.framesEvery, state.step % every == 0 { try writeFrames(run) }
        if let every = reports.saveEvery, state.step % every == 0, !endsEpoch { try save(run) }
        if !endsEpoch { try endWhereAsked(run) }
    }

    /// What the progress bar says of the epoch that is under way, and of the validation after the one before.
    private func note(of run: TrainingRun) -> String {
        let validation = run.state.history.last?.validation.map { "  val_loss \(rounded($0.loss))" } ?? ""
        return "loss \(rounded(run.state.epochLoss.mean.loss))" + validation
    }

    private func label(of run: TrainingRun) -> String {
        run.settings.isStreaming ? "training" : "epoch \(run.state.epoch + 1)/\(run.settings.epochs)"
    }

    /// To a tenth of a nat, or to four digits behind the point where the loss is that of a classifier.
    private func rounded(_ loss: Double) -> String {
        let unit = loss < 10 ? 10_000.0 : 10
        return NumberText.of((loss * unit).rounded() / unit)
    }

    func didEndEpoch(_ run: TrainingRun) throws {
        let loss = run.withAverage { validation?.loss() }
        if let term = loss?.brokenTerm {
            throw TrainingError(step: run.state.step, broken: "the validation loss", term: term)
        }
        if let loss { run.keepValidation(loss) }
        // A stream may end on a step that has its row.
        if run.state.rowLoss.items > 0 || loss != nil { try writeRow(run, validation: loss) }
        if reports.framesEvery == nil { try writeFrames(run) }
        if !progress.isDrawn, !run.settings.isStreaming {
            options.note("epoch \(run.state.epoch) of \(run.settings.epochs): \(RunEnd(of: run.state).losses)")
        }
    }

    func didSettleEpoch(_ run: TrainingRun) throws {
        saved = nil
        run.gather()
        if let best = reports.keepBest, run.state.epochsSinceBest == 0 {
            try run.write(best, weightsOnly: options.weightsOnly)
            hasWrittenBest = true
        }
        if run.state.step % (reports.saveEvery ?? 1) == 0 { try save(run) }
        try endWhereAsked(run)
    }

    /// A signal ends the run between two steps, where it can be resumed.
    private func endWhereAsked(_ run: TrainingRun) throws {
        if ranks.signal(run) != nil { throw Interrupted() }
    }

    private func writeRow(_ run: TrainingRun, validation: BatchLoss?) throws {
        try log?.write(run, time: time(run), validation: validation)
        run.beginRow()
    }

    private func writeFrames(_ run: TrainingRun) throws { try run.withAverage { try frames?.write() } }

    /// Writes the row of the steps that have none yet, the last checkpoint, and closes everything.
    private func finish(_ run: TrainingRun) throws {
        progress.finish()
        // The losses stay in the state: a resumed run writes the row of the whole in this one's place.
        if run.state.position > 0, run.state.rowLoss.items > 0, run.state.step > first.step {
            try log?.write(run, time: time(run))
        }
        run.gather()
        if saved != run.state.step { try save(run, isLast: true) }
        try log?.finish()
        try frames?.finish()
    }

    /// A file always has the newest checkpoint; a pipe gets the last alone; what is kept comes first, so that a run
    /// killed in between and resumed lacks none.
    private func save(_ run: TrainingRun, isLast: Bool = false) throws {
        run.gather()
        if let part = run.brokenPart { throw TrainingError(step: run.state.step, broken: part) }
        guard let path else { return }
        try kept?.write(run, weightsOnly: options.weightsOnly)
        guard isLast || ByteWriter.replaces(path) else { return }
        try run.write(path, weightsOnly: options.weightsOnly)
        saved = run.state.step
    }

    private func time(_ run: TrainingRun) -> (seconds: Double, itemsPerSecond: Double) {
        let seconds = Clock.now - started
        return (seconds, Double(run.state.seen - first.seen) / max(seconds, 1e-9))
    }
}
