import TensorStreams

/// A model with what its training needs to go on, as one safetensors file.
///
/// `__metadata__` holds `format`, `version`, `model` and `training`; the weights have PyTorch's names and orders, so that
/// `safetensors.torch.load_file` gives a state dict. The optimiser's state rides along as `optimizer.NAME.PARAMETER`.
public struct Checkpoint {
    public static let format = "vaeutils.checkpoint"
    public static let version = "1"

    public var model: Autoencoder
    /// Absent where only weights were kept.
    public var training: Training?

    /// How the model was trained, and what is needed to go on.
    public struct Training {
        public var settings: TrainingSettings
        public var state: TrainingState
        var optimizer: Optimizer?
        /// Whether the optimiser's state is there, so that the run can be resumed.
        public var isResumable: Bool { optimizer != nil }

        /// Settings and state as the `training` entry has them.
        public var json: JSON { .object(["settings": settings.json, "state": state.json]) }
    }

    /// Writes the checkpoint at `path`, which holds this checkpoint whole or the one before at any moment.
    public func write(_ path: String, weightsOnly: Bool = false) throws {
        var file = Safetensors(metadata: ["format": Self.format, "version": Self.version])
        file.metadata["model"] = model.description.json.text()
        for parameter in model.parameterList { file.add(parameter, from: model.parameters) }
        for statistic in model.statisticList { file.add(statistic, from: model.statistics) }
        if let training {
            file.metadata["training"] = training.json.text()
            if !weightsOnly, let optimizer = training.optimizer {
                for (name, tensor) in zip(optimizer.stateNames, optimizer.state) {
                    for parameter in model.parameterList {
                        file.add(parameter, prefix: "optimizer.\(name).", from: tensor)
                    }
                }
            }
        }
        try file.write(path)
    }

    /// Reads a checkpoint (`-` is standard input).
    ///
    /// - Throws: `CheckpointError`, `SafetensorsError` or `FileError`.
    public static func read(_ path: String) throws -> Checkpoint {
        let file = try Safetensors.read(path)
        let name = path == "-" ? "standard input" : path
        return try CheckpointReader(name: name, file: file).checkpoint()
    }
}

extension Safetensors {
    fileprivate mutating func add(_ parameter: Parameter, prefix: String = "", from storage: VAEKit.Tensor) {
        tensors.append(
            Tensor(name: prefix + parameter.name, shape: parameter.shape, floats: parameter.read(from: storage)))
    }
}

/// Takes a checkpoint out of a safetensors file, believing nothing.
private struct CheckpointReader {
    let name: String
    let file: Safetensors

    func checkpoint() throws -> Checkpoint {
        guard file.metadata["format"] == Checkpoint.format else {
            throw error("it is a safetensors file, but not a checkpoint of vae-fit")
        }
        guard file.metadata["version"] == Checkpoint.version else {
            throw error(
                "it is a checkpoint of version \(file.metadata["version"] ?? "none"); "
                    + "these tools read version \(Checkpoint.version)")
        }
        let model = try model()
        let tensors = try tensorsByName()
        var expected = 0
        for parameter in model.parameterList { expected += try load(parameter, into: model.parameters, tensors) }
        for statistic in model.statisticList { expected += try load(statistic, into: model.statistics, tensors) }
        var checkpoint = Checkpoint(model: model, training: try training())
        if let settings = checkpoint.training?.settings,
            file.tensors.contains(where: { $0.name.hasPrefix("optimizer.") })
        {
            let optimizer = Optimizer(settings.optimizer, count: model.parameters.count)
            for (name, state) in zip(optimizer.stateNames, optimizer.state) {
                for parameter in model.parameterList {
                    expected += try load(parameter, prefix: "optimizer.\(name).", into: state, tensors)
                }
            }
            checkpoint.training?.optimizer = optimizer
        }
        guard expected == tensors.count else {
            throw error("it holds \(tensors.count) tensors where its model has \(expected)")
        }
        return checkpoint
    }

    /// The model with all weights zero. One far larger than the weights of the file is refused before it takes memory.
    private func model() throws -> Autoencoder {
        var budget = ModelBudget()
        let numbers = file.tensors.reduce(0) { $0 + $1.bytes.count / 4 }
        budget.parameters = min(budget.parameters, 2 * numbers + (1 << 20))
        do {
            return try Autoencoder(try ModelDescription(json: try json("model")), budget: budget)
        } catch let problem as NetworkError {
            throw error(problem.description)
        }
    }

    private func training() throws -> Checkpoint.Training? {
        guard file.metadata["training"] != nil else { return nil }
        let entry = try json("training")
        guard let settings = entry["settings"].flatMap(TrainingSettings.init(json:)),
            let state = entry["state"].flatMap(TrainingState.init(json:))
        else { throw error("its 'training' entry is damaged") }
        return Checkpoint.Training(settings: settings, state: state)
    }

    private func json(_ key: String) throws -> JSON {
        guard let text = file.metadata[key] else { throw error("its '\(key)' entry is missing") }
        do {
            return try JSON(parsing: text)
        } catch let problem as JSONError {
            throw error("its '\(key)' entry is damaged: \(problem)")
        }
    }

    private func tensorsByName() throws -> [String: Safetensors.Tensor] {
        Dictionary(file.tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Loads one parameter and returns 1, the number of tensors used.
    private func load(
        _ parameter: Parameter, prefix: String = "", into storage: Tensor, _ tensors: [String: Safetensors.Tensor]
    ) throws -> Int {
        let full = prefix + parameter.name
        guard let tensor = tensors[full] else { throw error("tensor '\(full)' is missing") }
        guard tensor.shape == parameter.shape, tensor.type == .f32, let values = tensor.floats() else {
            throw error(
                "tensor '\(full)' is \(tensor.type.rawValue) \(tensor.shape), but its model needs F32 \(parameter.shape)"
            )
        }
        guard values.allSatisfy(\.isFinite) else { throw error("tensor '\(full)' holds numbers that are not finite") }
        parameter.write(values, to: storage)
        return 1
    }

    private func error(_ problem: String) -> CheckpointError { CheckpointError(name: name, problem: problem) }
}
