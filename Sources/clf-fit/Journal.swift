import CommandSupport
import ModelSupport
import TensorStreams
import VAEKit

/// What a run leaves behind on its way: log rows, checkpoints, and a progress bar.
final class Journal: ClassifierObserver {
    private let arguments: Arguments
    private let path: String
    private let progress: Progress
    private let validation: Validation?
    private let started = Clock.now
    private var log: ClassifierLog?

    /// A signal ended the run; its state is whole.
    private struct Interrupted: Error {}

    init(_ arguments: Arguments, path: String, total: Int, validation: Validation?) throws {
        self.arguments = arguments
        self.path = path
        self.validation = validation
        progress = Progress("training", total: total, unit: "images", quiet: arguments[StandardOptions.quiet])
        log = try arguments[ReportOptions.log].map { try ClassifierLog($0, hasValidation: validation != nil) }
    }

    /// Trains to the end, or to the step in which a signal asks for it, and saves.
    func follow(_ run: ClassifierRun, on data: LabelledImages) throws {
        run.observer = self
        Interruption.watch()
        do {
            try run.train(on: data)
        } catch is Interrupted {}
        progress.finish()
        if run.rowLoss.items > 0 { try writeRow(run, validation: nil) }
        try save(run)
        try log?.finish()
        if let signal = Interruption.signal {
            note("\(name): stopped and saved at step \(run.state.step)")
            Interruption.die(of: signal)
        }
        note("\(name): step \(run.state.step), epoch \(run.state.epoch), \(measures(run.state.history.last))")
    }

    /// How messages call the output.
    private var name: String { path == "-" ? "standard output" : path }

    private func measures(_ epoch: ClassifierState.Epoch?) -> String {
        func text(_ measure: ClassifierState.Measure?, prefix: String) -> [String] {
            measure.map {
                [
                    "\(prefix)loss \(NumberText.of(Float($0.loss)))",
                    "\(prefix)accuracy \(NumberText.of(Float($0.accuracy)))",
                ]
            } ?? []
        }
        return (text(epoch?.training, prefix: "") + text(epoch?.validation, prefix: "val_")).joined(separator: ", ")
    }

    func didStep(_ run: ClassifierRun) throws {
        progress.advance(
            to: run.state.seen, label: "epoch \(run.state.epoch + 1)/\(run.settings.epochs)", note: note(of: run))
        if let every = arguments[ReportOptions.logEvery], run.state.step % every == 0, !run.isAtEpochEnd {
            try writeRow(run, validation: nil)
        }
        if Interruption.signal != nil { throw Interrupted() }
    }

    func didEndEpoch(_ run: ClassifierRun) throws {
        let loss = validation?.loss()
        if let loss, !loss.mean.loss.isFinite {
            throw TrainingError(step: run.state.step, broken: "the validation loss")
        }
        if let loss { run.keepValidation(loss) }
        try writeRow(run, validation: loss)
        if !progress.isDrawn {
            note("epoch \(run.state.epoch) of \(run.settings.epochs): \(measures(run.state.history.last))")
        }
        // A pipe gets the last checkpoint alone.
        if ByteWriter.replaces(path) { try save(run) }
    }

    /// What the progress bar says of the epoch that is under way, and of the validation after the one before.
    private func note(of run: ClassifierRun) -> String {
        func rounded(_ loss: Double) -> String { NumberText.of((loss * 10_000).rounded() / 10_000) }
        let validation = run.state.history.last?.validation.map { "  val_loss \(rounded($0.loss))" } ?? ""
        return "loss \(rounded(run.epochLoss.mean.loss))" + validation
    }

    private func writeRow(_ run: ClassifierRun, validation: ClassifierLoss?) throws {
        try log?.write(run, seconds: Clock.now - started, validation: validation)
        run.beginRow()
    }

    private func save(_ run: ClassifierRun) throws {
        if let part = run.trainer.model.brokenPart {
            throw TrainingError(step: run.state.step, broken: part)
        }
        try run.checkpoint.write(path)
    }

    private func note(_ text: String) {
        if !arguments[StandardOptions.quiet] { arguments.note(text) }
    }
}
