import TensorStreams
import VAEKit

/// What there is to say about a checkpoint of clf-fit.
struct ClassifierReport: Report {
    private let checkpoint: ClassifierCheckpoint

    init(_ checkpoint: ClassifierCheckpoint) { self.checkpoint = checkpoint }

    var json: JSON {
        var object = json(checkpoint.model, description: checkpoint.model.description.json)
        if let training = checkpoint.training { object["training"] = training.json }
        return .object(object)
    }

    var text: String {
        let model = checkpoint.model
        var lines = [
            "images      \(shapeText(model.imageShape))",
            "model       classifier, \(model.description.classes) classes, \(model.featureCount) features",
            "network     \(LayerLanguage.spell(model.description.network))",
            "loss        cross-entropy",
        ]
        lines += parameterLines(model)
        if let training = checkpoint.training { lines += trainingLines(training) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func trainingLines(_ training: ClassifierCheckpoint.Training) -> [String] {
        let (settings, state) = (training.settings, training.state)
        var lines = [
            optimizerLine(settings),
            "training    epoch \(state.epoch), step \(state.step), \(state.seen) images seen, seed \(settings.seed)",
        ]
        guard !state.history.isEmpty else { return lines }
        let isValidated = state.history.contains { $0.validation != nil }
        lines.append("epoch\tloss\taccuracy" + (isValidated ? "\tval_loss\tval_accuracy" : ""))
        for (index, epoch) in state.history.enumerated() {
            let measures = [epoch.training] + (isValidated ? [epoch.validation] : [])
            let cells = measures.flatMap { measure in
                measure.map { [$0.loss, $0.accuracy].map { NumberText.of(Float($0)) } } ?? ["", ""]
            }
            lines.append("\(index + 1)\t" + cells.joined(separator: "\t"))
        }
        return lines
    }
}
