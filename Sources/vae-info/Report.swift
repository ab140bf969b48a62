import TensorStreams
import VAEKit

/// What there is to say about a checkpoint, as text and as JSON.
struct Report {
    private let checkpoint: Checkpoint
    private let model: ModelDescription

    init(_ checkpoint: Checkpoint) {
        self.checkpoint = checkpoint
        model = checkpoint.model.description
    }

    var json: JSON {
        var object: JSONObject = [
            "format": .string(Checkpoint.format),
            "version": .string(Checkpoint.version),
            "model": model.json,
            "parameters": .integer(checkpoint.model.parameterCount),
            "tensors": .array(
                tensors.map { .object(["name": .string($0.name), "shape": .array($0.shape.map { .integer($0) })]) }),
        ]
        if let training = checkpoint.training {
            object["training"] = training.json
            object["resumable"] = .bool(training.isResumable)
        }
        return .object(object)
    }

    var text: String {
        var lines = [
            "images      \(model.imageShape.map { String($0) }.joined(separator: "×"))" + thresholdText,
            "model       \(model.kind.rawValue), latent \(model.latent)" + posteriorText,
            "encoder     \(LayerLanguage.print(model.encoder))",
            "decoder     \(LayerLanguage.print(model.decoder))",
            "loss        \(lossText)",
            "parameters  \(checkpoint.model.parameterCount)",
        ]
        let width = tensors.map(\.name.count).max() ?? 0
        for tensor in tensors {
            let name = tensor.name + String(repeating: " ", count: width - tensor.name.count)
            lines.append("  \(name)  \(tensor.shape.map { String($0) }.joined(separator: "×"))")
        }
        if let training = checkpoint.training { lines += trainingLines(training) }
        return lines.joined(separator: "\n") + "\n"
    }

    private var tensors: [Parameter] { checkpoint.model.parameterList + checkpoint.model.statisticList }

    private var thresholdText: String { model.threshold.map { ", 1 above \($0) of 255 and 0 elsewhere" } ?? "" }

    private var posteriorText: String {
        guard model.kind == .vae else { return "" }
        let heads = model.heads == .logvar ? "mean and log variance" : "mean and standard deviation through tanh"
        return ", heads \(heads), \(model.noise.rawValue) noise"
    }

    private var lossText: String {
        let recon = model.recon == .gaussian ? "gaussian (sigma \(NumberText.of(model.sigma)))" : model.recon.rawValue
        return model.kind == .ae ? recon : "\(recon) + \(NumberText.of(model.beta))·kl"
    }

    private func trainingLines(_ training: Checkpoint.Training) -> [String] {
        let (settings, state) = (training.settings, training.state)
        let optimizer = settings.optimizer
        var lines = [
            "optimizer   \(optimizer.kind.rawValue), lr \(NumberText.of(optimizer.rate)) "
                + "(\(settings.learningRate.schedule.rawValue)), weight decay \(NumberText.of(optimizer.weightDecay)), "
                + "batch \(settings.batch)",
            "training    epoch \(state.epoch), step \(state.step), \(state.seen) images seen, seed \(settings.seed)"
                + (training.isResumable ? "" : "; weights only, cannot be resumed"),
        ]
        guard !state.history.isEmpty else { return lines }
        let isValidated = state.history.contains { $0.validationLoss != nil }
        lines.append("epoch\tloss\trecon\tkl" + (isValidated ? "\tval_loss" : ""))
        for (index, epoch) in state.history.enumerated() {
            let values = [epoch.loss, epoch.recon, epoch.kl].map { NumberText.of(Float($0)) }
            let validation = epoch.validationLoss.map { NumberText.of(Float($0)) } ?? ""
            lines.append("\(index + 1)\t" + values.joined(separator: "\t") + (isValidated ? "\t\(validation)" : ""))
        }
        return lines
    }
}
