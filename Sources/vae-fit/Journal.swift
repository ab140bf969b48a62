import CommandSupport
import ModelSupport
import TensorStreams
import Threads
import VAEKit

/// A run that a signal ended; its state is whole.
private struct Interrupted: Error {}

/// What a run leaves behind on its way: log rows, checkpoints, frames, a progress bar, or a line for each epoch.
final class Journal: TrainingObserver {
    private let options: JournalOptions
    private let path: String
    private let kept: KeptCheckpoints?
    private let progress: Progress
    private let started = Clock.now
    private let first: TrainingState
    private var log: TrainingLog?
    private var frames: Frames?
    private let validation: Validation?
    private let team: ThreadTeam
    private var saved: Int?

    private var reports: RunReports { options.reports }

    init(
        _ options: JournalOptions, path: String, kept: KeptCheckpoints?, run: TrainingRun, total: Int?,
        validation: Validation?, team: ThreadTeam
    ) throws {
        self.options = options
        self.path = path
        self.kept = kept
        (self.validation, self.team) = (validation, team)
        first = run.state
        progress = Progress(
            "training", total: total, unit: "images", startingAt: first.seen, quiet: options.isQuiet)
        let reports = options.reports
        log = try reports.log.map { try TrainingLog($0, resuming: run.state, hasValidation: validation != nil) }
        let earlier = Frames.count(at: first, every: reports.framesEvery)
        frames = try reports.frames.map {
            try Frames($0, model: run.trainer.model, seed: run.settings.seed, earlier: earlier, team: team)
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
            guard let signal = Interruption.signal else { throw error }
            guard run.state.step > 0 else { Interruption.die(of: signal) }
            try finish(run)
            let way = options.weightsOnly ? "" : "; --resume goes on from there"
            options.note("\(name): stopped and saved at \(RunEnd(of: run.state).place)\(way)")
            Interruption.die(of: signal)
        }
        try finish(run)
    }

    /// Says where a run that was followed has got to.
    func report(_ run: TrainingRun) {
        let end = RunEnd(of: run.state)
        options.note(
            run.state.step == first.step
                ? "\(name): nothing to do at \(end.place): \(RunEnd.wayOn(from: run))"
                : "\(name): \(end.place), \(end.losses)")
        noteCollapse(run)
    }

    /// How messages call the output.
    private var name: String { path == "-" ? "standard output" : path }

    func didStep(_ run: TrainingRun) throws {
        let state = run.state
        progress.advance(to: state.seen, label: label(of: run), note: note(of: run))
        // The last step of an epoch is logged and saved when the epoch is settled.
        let endsEpoch = state.position == run.epochSize
        if let every = reports.logEvery, state.step % every == 0, !endsEpoch { try writeRow(run, validation: nil) }
        if let every = reports.framesEvery, state.step % every == 0 { try frames?.write() }
        if let every = reports.saveEvery, state.step % every == 0, !endsEpoch { try save(run) }
        if !endsEpoch { try endWhereAsked() }
    }

    /// What the progress bar says of the epoch that is under way, and of the validation after the one before.
    private func note(of run: TrainingRun) -> String {
        let validation = run.state.history.last?.validationLoss.map { "  val_loss \(rounded($0))" } ?? ""
        return "loss \(rounded(run.state.epochLoss.mean.loss))" + validation
    }

    private func label(of run: TrainingRun) -> String {
        run.settings.isStreaming ? "training" : "epoch \(run.state.epoch + 1)/\(run.settings.epochs)"
    }

    private func rounded(_ loss: Double) -> String { NumberText.of((loss * 10).rounded() / 10) }

    /// Says so where the latents of images kept aside, or else of some trained on, say nothing of them.
    private func noteCollapse(_ run: TrainingRun) {
        guard !options.isQuiet, run.trainer.model.description.kind == .vae,
            PosteriorCollapse.canTell(after: run.state.step),
            let images = validation?.images ?? run.lastImages
        else { return }
        let sample = PosteriorCollapse.sample(of: images)
        guard Evaluator(run.trainer.model, team: team).coordinates(of: sample).showCollapse else { return }
        let whose = validation != nil ? "of --validation" : "trained on"
        let place = validation == nil && run.settings.isStreaming ? "last" : "first"
        options.note(PosteriorCollapse.note(name, measuredOn: "the \(place) \(sample.count) images \(whose)"))
    }

    func didEndEpoch(_ run: TrainingRun) throws {
        let losses = try validation?.losses()
        if let term = losses?.brokenTerm {
            throw TrainingError(step: run.state.step, broken: "the validation loss", term: term)
        }
        if let losses { run.keepValidation(loss: losses.mean.loss) }
        // A stream may end on a step that has its row.
        if run.state.rowLoss.items > 0 || losses != nil { try writeRow(run, validation: losses) }
        if reports.framesEvery == nil { try frames?.write() }
        if !progress.isDrawn, !run.settings.isStreaming {
            options.note("epoch \(run.state.epoch) of \(run.settings.epochs): \(RunEnd(of: run.state).losses)")
        }
    }

    func didSettleEpoch(_ run: TrainingRun) throws {
        saved = nil
        if run.state.step % (reports.saveEvery ?? 1) == 0 { try save(run) }
        try endWhereAsked()
    }

    /// A signal ends the run between two steps, where it can be resumed.
    private func endWhereAsked() throws {
        if Interruption.signal != nil { throw Interrupted() }
    }

    private func writeRow(_ run: TrainingRun, validation: BatchLoss?) throws {
        try log?.write(run, time: time(run), validation: validation)
        run.beginRow()
    }

    /// Writes the row of the steps that have none yet, the last checkpoint, and closes everything.
    private func finish(_ run: TrainingRun) throws {
        progress.finish()
        // The losses stay in the state: a resumed run writes the row of the whole in this one's place.
        if run.state.position > 0, run.state.rowLoss.items > 0, run.state.step > first.step {
            try log?.write(run, time: time(run))
        }
        if saved != run.state.step { try save(run, isLast: true) }
        try log?.finish()
        try frames?.finish()
    }

    /// A file always has the newest checkpoint; a pipe gets the last alone; what is kept comes first, so that a run
    /// killed in between and resumed lacks none.
    private func save(_ run: TrainingRun, isLast: Bool = false) throws {
        if let part = run.brokenPart { throw TrainingError(step: run.state.step, broken: part) }
        let checkpoint = run.checkpoint
        try kept?.write(checkpoint, step: run.state.step, weightsOnly: options.weightsOnly)
        guard isLast || ByteWriter.replaces(path) else { return }
        try checkpoint.write(path, weightsOnly: options.weightsOnly)
        saved = run.state.step
    }

    private func time(_ run: TrainingRun) -> (seconds: Double, itemsPerSecond: Double) {
        let seconds = Clock.now - started
        return (seconds, Double(run.state.seen - first.seen) / max(seconds, 1e-9))
    }
}
