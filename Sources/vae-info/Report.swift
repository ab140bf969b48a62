import TensorStreams
import VAEKit

/// What there is to say about a checkpoint, as text and as JSON.
protocol Report {
    var text: String { get }
    var json: JSON { get }
    var run: MadeRun { get }
}

extension CheckpointFile {
    /// What there is to say about it. Throws `CheckpointError` where it is damaged.
    func report() throws -> any Report {
        switch family {
        case .autoencoder: AutoencoderReport(try Checkpoint(self))
        case .codes: CodeReport(try Checkpoint(self))
        case .codePrior: CodePriorReport(try Checkpoint(self))
        case .classifier: ClassifierReport(try Checkpoint(self))
        case .flow: FlowReport(try Checkpoint(self))
        }
    }
}

extension Report {
    /// What every kind of model has.
    func json<M>(_ checkpoint: Checkpoint<M>) -> JSON {
        let model = checkpoint.model
        var object: JSONObject = [
            "format": .string(CheckpointHeader.format),
            "version": .string(CheckpointHeader.version),
            "model": model.description.json,
            "parameters": .integer(model.parameterCount),
            "tensors": .array(
                tensors(model).map {
                    .object(["name": .string($0.name), "shape": .array($0.shape.map { .integer($0) })])
                }),
        ]
        if let training = checkpoint.training {
            object["training"] = training.json
            object["run"] = RunSummary(training).json
            object["command"] = CommandText(run).map { .string($0.command) }
            object["resumable"] = .bool(training.isResumable)
        }
        return .object(object)
    }

    /// How many parameters there are, beside those of a discriminator, and the shape of each.
    func parameterLines(_ model: some Model) -> [String] {
        let tensors = tensors(model)
        let width = tensors.map(\.name.count).max() ?? 0
        let others = model.discriminator.map { ", and \($0.store.count) of the discriminator" } ?? ""
        return ["parameters  \(model.parameterCount)\(others)"]
            + tensors.map { tensor in
                let name = tensor.name + String(repeating: " ", count: width - tensor.name.count)
                return "  \(name)  \(tensor.shape.map { String($0) }.joined(separator: "×"))"
            }
    }

    func thresholdText(_ model: some PixelDescription) -> String {
        model.threshold.map { ", 1 above \($0) of 255 and 0 elsewhere" } ?? ""
    }

    func scaleText(_ model: some PixelDescription) -> String {
        model.items == .counts ? ", counts" : model.scale.map { ", no pixels: scale \($0)" } ?? ""
    }

    func reconText(_ model: some PixelDescription) -> String {
        guard model.recon == .gaussian else { return model.recon.rawValue }
        return "gaussian (sigma \(model.learnsSigma ? "learned" : NumberText.of(model.sigma)))"
    }

    func shapeText(_ shape: [Int]) -> String { shape.map { String($0) }.joined(separator: "×") }

    private func tensors(_ model: some Model) -> [Parameter] {
        model.parameterList + model.statisticList + (model.discriminator?.store.parameters ?? [])
    }
}
