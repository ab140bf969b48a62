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
}
