import TensorStreams
import VAEKit

/// What there is to say about a checkpoint of vae-fit whose model is one of codes.
struct CodeReport: Report {
    private let checkpoint: Checkpoint<CodeAutoencoder>
    private let model: CodeDescription

    init(_ checkpoint: Checkpoint<CodeAutoencoder>) {
        self.checkpoint = checkpoint
        model = checkpoint.model.description
    }

    var json: JSON { json(checkpoint) }
    var run: MadeRun { MadeRun(checkpoint, ofModel: ModelOptions.of(model)) }

    var text: String {
        let autoencoder = checkpoint.model
        var lines = [
            "images      \(shapeText(model.imageShape))" + thresholdText(model)
                + scaleText(model),
            "model       \(model.quantiser), \(shapeText(autoencoder.codeFormat.shape)) of \(model.quantiser.codeCount) codes",
            "encoder     \(LayerLanguage.spell(model.encoder))",
            "decoder     \(LayerLanguage.spell(model.decoder))",
            "loss        \(reconText(model)) + \(NumberText.of(model.quantiser.commitment))·commit",
        ]
        lines += parameterLines(autoencoder)
        if let training = checkpoint.training { lines += TrainingReport(training).lines }
        return lines.joined(separator: "\n") + "\n"
    }
}
