import TensorStreams
import VAEKit

/// How messages say where a run has got to, and what its losses are there: those of the epoch under way, or of the last.
struct RunEnd {
    let place: String
    let losses: String

    init(of state: TrainingState) {
        place = "step \(state.step), epoch \(state.epoch)"
        let last = state.position > 0 ? nil : state.history.last
        let mean = last?.loss ?? state.epochLoss.mean
        let texts = zip([""] + mean.names.map { "\($0) " }, mean.values).map { $0 + NumberText.of(Float($1)) }
        let validation = last?.validationLoss.map { ", val_loss \(NumberText.of(Float($0)))" } ?? ""
        losses = "loss \(texts[0]) (\(texts.dropFirst().joined(separator: ", ")))" + validation
    }

    /// Why there is nothing to do for a run, and what would be something.
    static func wayOn(from run: TrainingRun) -> String {
        let (settings, state) = (run.settings, run.state)
        if !settings.isStreaming, state.epoch >= settings.epochs {
            return (settings.epochs == 1 ? "its epoch is done" : "its \(settings.epochs) epochs are done")
                + "; --epochs N goes on"
        }
        if let steps = settings.steps, state.step >= steps {
            return "its --steps \(steps) are done; --steps N \(settings.isStreaming ? "" : "or --epochs N ")goes on"
        }
        return "its stream has no more images than the \(state.seen) seen; a longer one goes on"
    }
}
