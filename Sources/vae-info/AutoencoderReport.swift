import TensorStreams
import VAEKit

/// What there is to say about a checkpoint of vae-fit.
struct AutoencoderReport: Report {
    private let checkpoint: Checkpoint
    private let model: ModelDescription

    init(_ checkpoint: Checkpoint) {
        self.checkpoint = checkpoint
        model = checkpoint.model.description
    }

    var json: JSON {
        var object = json(checkpoint.model, description: model.json)
        if let training = checkpoint.training {
            object["training"] = training.json
            object["resumable"] = .bool(training.isResumable)
        }
        return .object(object)
    }

    var text: String {
        var lines = [
            "images      \(shapeText(model.imageShape))" + thresholdText,
            "model       \(model.kind.rawValue), latent \(model.latent)" + posteriorText,
            "encoder     \(LayerLanguage.spell(model.encoder))",
            "decoder     \(LayerLanguage.spell(model.decoder))",
            "loss        \(lossText)",
        ]
        lines += parameterLines(checkpoint.model)
        if let training = checkpoint.training { lines += trainingLines(training) }
        return lines.joined(separator: "\n") + "\n"
    }

    private var thresholdText: String { model.threshold.map { ", 1 above \($0) of 255 and 0 elsewhere" } ?? "" }

    private var posteriorText: String {
        guard model.kind == .vae else { return "" }
        let heads = model.heads == .logvar ? "mean and log variance" : "mean and standard deviation through tanh"
        return ", heads \(heads), \(model.noise.rawValue) noise"
    }

    private var lossText: String {
        let recon = model.recon == .gaussian ? "gaussian (sigma \(NumberText.of(model.sigma)))" : model.recon.rawValue
        if model.objective != .elbo { return "\(recon), \(model.objective), beta \(NumberText.of(model.beta))" }
        return model.kind == .ae ? recon : "\(recon) + \(NumberText.of(model.beta))·kl"
    }

    private func kept(_ training: Checkpoint.Training) -> String {
        training.roundedTo.map { "rounded to \($0)" } ?? "weights only"
    }

    private func trainingLines(_ training: Checkpoint.Training) -> [String] {
        let (settings, state) = (training.settings, training.state)
        var lines = [
            optimizerLine(settings),
            "training    epoch \(state.epoch), step \(state.step), \(state.seen) images seen, seed \(settings.seed)"
                + (training.isResumable ? "" : "; \(kept(training)), cannot be resumed"),
        ]
        guard !state.history.isEmpty else { return lines }
        let isValidated = state.history.contains { $0.validationLoss != nil }
        let terms = model.objective.terms.joined(separator: "\t")
        lines.append("epoch\tloss\t\(terms)" + (isValidated ? "\tval_loss" : ""))
        for (index, epoch) in state.history.enumerated() {
            let values = epoch.loss.values.map { NumberText.of(Float($0)) }
            let validation = epoch.validationLoss.map { NumberText.of(Float($0)) } ?? ""
            lines.append("\(index + 1)\t" + values.joined(separator: "\t") + (isValidated ? "\t\(validation)" : ""))
        }
        return lines
    }
}
