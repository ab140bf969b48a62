import ModelSupport
import TensorStreams
import VAEKit

/// Images kept aside, with their classes, to measure a classifier on.
struct Validation {
    private let data: LabelledImages
    private let evaluator: ClassifierEvaluator

    init(images: String, labels: String, model: Classifier, team: ThreadTeam) throws {
        let labels = try Labels(reading: labels)
        try labels.check(classes: model.description.classes)
        var source = try ImageSource(IDXReader(try ByteReader.open(images)))
        guard source.shape == model.imageShape else {
            let shapes = [source.shape, model.imageShape].map { ItemFormat(type: .u8, shape: $0).shapeText }
            throw ImageError("\(source.name): its images are \(shapes[0]), but those to train on are \(shapes[1])")
        }
        data = try LabelledImages(&source, labels: labels)
        evaluator = ClassifierEvaluator(model, team: team)
    }

    func loss() -> ClassifierLoss { evaluator.loss(of: data) }
}
