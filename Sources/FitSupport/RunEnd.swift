import TensorStreams
import VAEKit

/// How messages say where a run has got to, and what its losses are there: those of the epoch under way, or of the last.
struct RunEnd {
    let place: String
    let losses: String

    init(of state: TrainingState) {
        place = "step \(state.step), epoch \(state.epoch)"
        let last = state.position > 0 ? nil : state.history.last
        let loss = Self.text(last?.loss ?? state.epochLoss.mean, prefix: "")
        losses = ([loss] + (last?.validation.map { [Self.text($0, prefix: "val_")] } ?? [])).joined(separator: ", ")
    }

    /// The loss, and its terms in brackets where they add up to it.
    private static func text(_ mean: BatchLoss, prefix: String) -> String {
        let values = mean.values.map { NumberText.of(Float($0)) }
        let terms = zip(mean.names, values.dropFirst())
        let loss = "\(prefix)loss \(values[0])"
        if mean.names.count < 2 { return ([loss] + terms.map { "\(prefix)\($0) \($1)" }).joined(separator: ", ") }
        return loss + " (" + terms.map { "\($0) \($1)" }.joined(separator: ", ") + ")"
    }

    /// Which validation loss a run has ended to wait to be bettered; nil where it has not.
    static func impatience(of run: TrainingRun) -> String? {
        guard run.hasLostPatience, let waited = run.state.epochsSinceBest else { return nil }
        return "no val_loss below that of epoch \(run.state.epoch - waited)"
    }

    /// Why there is nothing to do for a run, and what would be something.
    static func wayOn(from run: TrainingRun) -> String {
        let (settings, state) = (run.settings, run.state)
        if let impatience = impatience(of: run) { return impatience + "; --patience N goes on" }
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
