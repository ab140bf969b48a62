import CommandSupport
import TensorStreams
import VAEKit

/// A run that a signal ended; its state is whole.
struct Interrupted: Error {
    let signal: Int32
}

/// What a run leaves behind on its way: log rows, checkpoints, frames, and a progress bar.
final class Journal: TrainingObserver {
    private let options: JournalOptions
    private let path: String
    private let kept: KeptCheckpoints?
    private let progress: Progress
    private let started = Clock.now
    private let firstSeen: Int
    private var log: TrainingLog?
    private var frames: Frames?
    private let validation: Validation?
    private var saved: Int?

    init(
        _ options: JournalOptions, path: String, kept: KeptCheckpoints?, run: TrainingRun, total: Int?,
        validation: Validation?, team: ThreadTeam
    ) throws {
        self.options = options
        self.path = path
        self.kept = kept
        self.validation = validation
        firstSeen = run.state.seen
        progress = Progress("training", total: total, unit: "images", startingAt: firstSeen, quiet: options.isQuiet)
        log = try options.log.map {
            try TrainingLog($0, resuming: run.state, hasValidation: validation != nil)
        }
        frames = try options.frames.map {
            try Frames($0, model: run.trainer.model, seed: run.settings.seed, team: team)
        }
    }

    func didStep(_ run: TrainingRun) throws {
        let state = run.state
        progress.advance(to: state.seen, note: "loss \(NumberText.of(Float(state.epochLoss.mean.loss)))")
        // The last step of an epoch is logged and saved when the epoch is settled.
        let endsEpoch = state.position == run.epochSize
        if let every = options.logEvery, state.step % every == 0, !endsEpoch { try writeRow(run, validation: nil) }
        if let every = options.framesEvery, state.step % every == 0 { try frames?.write() }
        if let every = options.saveEvery, state.step % every == 0, !endsEpoch { try save(run) }
        if !endsEpoch { try endWhereAsked() }
    }

    func didEndEpoch(_ run: TrainingRun) throws {
        let losses = try validation?.losses()
        if let term = losses?.brokenTerm {
            throw TrainingError(step: run.state.step, broken: "the validation loss", term: term)
        }
        if let losses { run.keepValidation(loss: losses.mean.loss) }
        // A stream may end on a step that has its row.
        if run.state.rowLoss.items > 0 || losses != nil { try writeRow(run, validation: losses) }
        if options.framesEvery == nil { try frames?.write() }
    }

    func didSettleEpoch(_ run: TrainingRun) throws {
        saved = nil
        if run.state.step % (options.saveEvery ?? 1) == 0 { try save(run) }
        try endWhereAsked()
    }

    /// A signal ends the run between two steps, where it can be resumed.
    private func endWhereAsked() throws {
        if let signal = Interruption.signal { throw Interrupted(signal: signal) }
    }

    private func writeRow(_ run: TrainingRun, validation: BatchLoss?) throws {
        try log?.write(run, time: time(run), validation: validation)
        run.beginRow()
    }

    /// Writes the last checkpoint and closes everything.
    func finish(_ run: TrainingRun) throws {
        progress.finish()
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
        return (seconds, Double(run.state.seen - firstSeen) / max(seconds, 1e-9))
    }
}
