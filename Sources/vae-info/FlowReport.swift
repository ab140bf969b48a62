import TensorStreams
import VAEKit

/// What there is to say about a flow over latents of z-fit.
struct FlowReport: Report {
    private let checkpoint: Checkpoint<LatentFlow>

    init(_ checkpoint: Checkpoint<LatentFlow>) { self.checkpoint = checkpoint }

    var json: JSON { json(checkpoint) }
    var run: MadeRun { MadeRun(checkpoint, ofModel: ModelOptions.of(checkpoint.model.description)) }

    var text: String {
        let model = checkpoint.model.description
        let lines = [
            "latents     of \(model.latent) coordinates",
            "model       flow of \(model.couplings) couplings, hidden \(model.hidden)",
        ]
        return (lines + parameterLines(checkpoint.model)).joined(separator: "\n") + "\n"
    }
}
