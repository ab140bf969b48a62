import ModelSupport
import TensorStreams
import Threads
import VAEKit

/// Images kept aside, with their classes, to measure a classifier on.
struct Validation {
    private let data: LabelledImages
    /// Which levels the pixels take.
    let levels: PixelLevels
    private let evaluator: ClassifierEvaluator

    init(images: String, labels: String, model: Classifier, team: ThreadTeam) throws {
        let labels = try Labels(reading: labels)
        try labels.check(classes: model.description.classes)
        var source = try ImageSource(validation: images, model: model)
        data = try LabelledImages(&source, labels: labels)
        levels = source.levels
        evaluator = ClassifierEvaluator(model, team: team)
    }

    func loss() -> ClassifierLoss { evaluator.loss(of: data) }
}
