import TensorStreams
import VAEKit

/// How messages say where a run has got to, and what its losses are there: those of the epoch under way, or of the last.
struct RunEnd {
    let place: String
    let losses: String

    init(of state: TrainingState) {
        place = "step \(state.step), epoch \(state.epoch)"
        let last = state.position > 0 ? nil : state.history.last
        let (loss, recon, kl) = last.map { ($0.loss, $0.recon, $0.kl) } ?? state.epochLoss.mean
        let texts = [loss, recon, kl].map { NumberText.of(Float($0)) }
        let validation = last?.validationLoss.map { ", val_loss \(NumberText.of(Float($0)))" } ?? ""
        losses = "loss \(texts[0]) (recon \(texts[1]), kl \(texts[2]))" + validation
    }
}
