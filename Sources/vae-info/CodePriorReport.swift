import TensorStreams
import VAEKit

/// What there is to say about a checkpoint of vae-fit that holds a prior of codes.
struct CodePriorReport: Report {
    private let checkpoint: Checkpoint<CodePrior>

    init(_ checkpoint: Checkpoint<CodePrior>) { self.checkpoint = checkpoint }

    var json: JSON { json(checkpoint) }
    var run: MadeRun { MadeRun(checkpoint, ofModel: ModelOptions.of(checkpoint.model.description)) }

    var text: String {
        let model = checkpoint.model.description
        var lines = [
            "codes       \(shapeText(model.imageShape)) of \(model.codes) codes",
            "model       prior of codes, \(model.network)",
            "loss        cross-entropy",
        ]
        lines += parameterLines(checkpoint.model)
        if let training = checkpoint.training { lines += TrainingReport(training).lines }
        return lines.joined(separator: "\n") + "\n"
    }
}
