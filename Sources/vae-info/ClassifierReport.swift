import TensorStreams
import VAEKit

/// What there is to say about a checkpoint of clf-fit.
struct ClassifierReport: Report {
    private let checkpoint: Checkpoint<Classifier>

    init(_ checkpoint: Checkpoint<Classifier>) { self.checkpoint = checkpoint }

    var json: JSON { json(checkpoint) }
    var run: MadeRun { MadeRun(checkpoint, ofModel: ModelOptions.of(checkpoint.model.description)) }

    var text: String {
        let model = checkpoint.model
        var lines = [
            "images      \(shapeText(model.imageShape))",
            "model       classifier, \(model.description.classes) classes, \(model.featureCount) features",
            "network     \(LayerLanguage.spell(model.description.network))",
            "loss        cross-entropy",
        ]
        if let names = model.classNames { lines.insert("classes     \(names.joined(separator: ", "))", at: 2) }
        lines += parameterLines(model)
        if let training = checkpoint.training { lines += TrainingReport(training).lines }
        return lines.joined(separator: "\n") + "\n"
    }
}
