import TensorStreams
import VAEKit

/// What there is to say about a checkpoint, as text and as JSON.
protocol Report {
    var text: String { get }
    var json: JSON { get }
}

extension Report {
    /// The members that every kind of model has.
    func json(_ model: some Model, description: JSON) -> JSONObject {
        [
            "format": .string(CheckpointFile.format),
            "version": .string(CheckpointFile.version),
            "model": description,
            "parameters": .integer(model.parameterCount),
            "tensors": .array(
                tensors(model).map {
                    .object(["name": .string($0.name), "shape": .array($0.shape.map { .integer($0) })])
                }),
        ]
    }

    /// How many parameters there are, and the shape of each.
    func parameterLines(_ model: some Model) -> [String] {
        let tensors = tensors(model)
        let width = tensors.map(\.name.count).max() ?? 0
        return ["parameters  \(model.parameterCount)"]
            + tensors.map { tensor in
                let name = tensor.name + String(repeating: " ", count: width - tensor.name.count)
                return "  \(name)  \(tensor.shape.map { String($0) }.joined(separator: "×"))"
            }
    }

    func optimizerLine(_ settings: TrainingSettings) -> String {
        let optimizer = settings.optimizer
        return "optimizer   \(optimizer.kind.rawValue), lr \(NumberText.of(optimizer.rate)) "
            + "(\(settings.learningRate.schedule.rawValue)), weight decay \(NumberText.of(optimizer.weightDecay)), "
            + "batch \(settings.batch)"
    }

    func shapeText(_ shape: [Int]) -> String { shape.map { String($0) }.joined(separator: "×") }

    private func tensors(_ model: some Model) -> [Parameter] { model.parameterList + model.statisticList }
}
