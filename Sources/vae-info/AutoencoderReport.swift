import TensorStreams
import VAEKit

/// What there is to say about a checkpoint of vae-fit.
struct AutoencoderReport: Report {
    private let checkpoint: Checkpoint<Autoencoder>
    private let model: ModelDescription

    init(_ checkpoint: Checkpoint<Autoencoder>) {
        self.checkpoint = checkpoint
        model = checkpoint.model.description
    }

    var json: JSON { json(checkpoint) }
    var run: MadeRun { MadeRun(checkpoint, ofModel: ModelOptions.of(model)) }

    var text: String {
        var lines = [
            "images      \(shapeText(model.imageShape))" + thresholdText(model) + scaleText(model),
            "model       \(model.kind.rawValue), latent \(latentText)" + posteriorText + classesText,
            "encoder     \(levelText(model.encoder, model.upper.map(\.encoder)))",
            "decoder     \(levelText(model.decoder, model.upper.map(\.decoder)))",
        ]
        if model.prior != .normal { lines.append("prior       \(model.prior)") }
        if model.posteriorForm != .normal { lines.append("posterior   \(model.posteriorForm)") }
        lines.append("loss        \(lossText)")
        lines += parameterLines(checkpoint.model)
        if let training = checkpoint.training { lines += TrainingReport(training).lines }
        return lines.joined(separator: "\n") + "\n"
    }

    private var latentText: String {
        let sizes = model.latents.map { String($0) }.joined(separator: ",")
        return model.upper.isEmpty ? sizes : "\(sizes), inference \(model.inference.rawValue)"
    }

    /// The layers of each level, from the lowest.
    private func levelText(_ lowest: [LayerDescription], _ upper: [[LayerDescription]]) -> String {
        ([lowest] + upper).map { LayerLanguage.spell($0) }.joined(separator: " / ")
    }

    private var classesText: String { model.classes.map { ", told the class of \($0)" } ?? "" }

    private var posteriorText: String {
        guard model.kind == .vae else { return "" }
        let heads = model.heads == .logvar ? "mean and log variance" : "mean and standard deviation through tanh"
        return ", heads \(heads), \(model.noise.rawValue) noise"
    }

    private var lossText: String {
        let recon = reconText(model)
        if model.objective != .elbo { return "\(recon), \(model.objective), beta \(NumberText.of(model.beta))" }
        return model.kind == .ae ? recon : "\(recon) + \(NumberText.of(model.beta))·kl"
    }
}
