import TensorStreams

/// A safetensors file that says it is a checkpoint, with nothing in it believed yet.
///
/// Its weights have PyTorch's names and orders, so that `safetensors.torch.load_file` gives a state dict. Weights that came
/// back from there as F16 or BF16 are read too.
public struct CheckpointFile {
    let header: CheckpointHeader
    private let file: Safetensors

    /// Reads the file at `path` (`-` is standard input), with the optimiser's state or without.
    ///
    /// - Throws: `CheckpointError`, `SafetensorsError` or `FileError`.
    public init(reading path: String, weightsOnly: Bool = false) throws {
        try self.init(reading: ByteReader.open(path), weightsOnly: weightsOnly)
    }

    /// Reads it to the end of the bytes.
    ///
    /// - Throws: `CheckpointError`, `SafetensorsError` or `FileError`.
    public init(reading bytes: ByteReader, weightsOnly: Bool = false) throws {
        try self.init(SafetensorsReader(bytes), weightsOnly: weightsOnly)
    }

    /// Reads what is behind the header.
    ///
    /// - Throws: `CheckpointError`, `SafetensorsError` or `FileError`.
    public init(_ reader: SafetensorsReader, weightsOnly: Bool = false) throws {
        file = try reader.tensors { !weightsOnly || !$0.hasPrefix(Optimizer.prefix) }
        header = try CheckpointHeader(reader)
    }

    init(_ file: Safetensors, header: CheckpointHeader) {
        (self.file, self.header) = (file, header)
    }

    /// What kind of model it holds.
    public var family: ModelFamily { header.family }

    /// The type of 16 bits that some program has rounded its numbers to, if any: they are read, but are not those of training.
    var roundedType: Safetensors.DataType? {
        file.tensors.lazy.map(\.type).first { [.f16, .bf16].contains($0) }
    }

    /// What a model of this file may take up: one far larger than the weights that are there is refused before it takes
    /// memory.
    var budget: ModelBudget {
        var budget = ModelBudget()
        let numbers = file.tensors.reduce(0) { $0 + $1.bytes.count / $1.type.size }
        budget.parameters = min(budget.parameters, 2 * numbers + (1 << 20))
        return budget
    }

    /// The tensors of the file, as they are loaded one by one into a model.
    struct Tensors {
        let file: CheckpointFile
        private let byName: [String: Safetensors.Tensor]
        private var loaded = 0

        init(_ file: CheckpointFile) {
            self.file = file
            byName = Dictionary(file.file.tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        }

        /// Whether there is any whose name begins so.
        func contains(prefix: String) -> Bool { byName.keys.contains { $0.hasPrefix(prefix) } }

        /// Loads the weights of a model.
        mutating func load(into model: some Model) throws {
            try load(model.parameterList, into: model.store.values)
            try load(model.statisticList, into: model.store.statistics)
            if let store = model.discriminator?.store { try load(store.parameters, into: store.values) }
        }

        /// Loads the state of a model's optimiser, and of its discriminator's; and the average that a run keeps.
        mutating func optimizer(of model: some Model, _ settings: TrainingSettings) throws -> Optimizer {
            let optimizer = Optimizer(settings.optimizer, for: model)
            for part in optimizer.parts(of: model) {
                for kept in part.optimizer.kept(of: part.store) {
                    try load(kept.parameters, prefix: kept.prefix, into: kept.storage)
                }
            }
            if let decay = settings.average {
                let raw = WeightAverage(decay: decay, of: model.store)
                try load(model.parameterList, prefix: WeightAverage.rawPrefix, into: raw.values)
                try load(model.statisticList, prefix: WeightAverage.rawPrefix, into: raw.statistics)
                optimizer.average = raw
            }
            return optimizer
        }

        mutating func load(_ parameters: [Parameter], prefix: String = "", into storage: MutableTensor) throws {
            for parameter in parameters { try load(parameter, named: prefix + parameter.name, into: storage) }
        }

        private mutating func load(_ parameter: Parameter, named name: String, into storage: MutableTensor) throws {
            guard let tensor = byName[name] else { throw file.error("tensor '\(name)' is missing") }
            guard tensor.shape == parameter.shape, let numbers = tensor.float32() else {
                throw file.error(
                    "tensor '\(name)' is \(tensor.type.rawValue) \(tensor.shape), "
                        + "but its model needs F32 \(parameter.shape)")
            }
            guard parameter.write(float32: numbers, to: storage) else {
                throw file.error("tensor '\(name)' holds numbers that are not finite")
            }
            if parameter.role == .factor, !parameter.read(from: Tensor(storage)).allSatisfy({ $0 > 0 && $0.isNormal }) {
                throw file.error("tensor '\(name)' holds numbers that nothing can be divided by")
            }
            loaded += 1
        }

        /// Checks that nothing is left over.
        func finish() throws {
            guard loaded == byName.count else {
                throw file.error("it holds \(byName.count) tensors where its model has \(loaded)")
            }
        }
    }

    func error(_ problem: String) -> CheckpointError { header.error(problem) }
}

extension Safetensors {
    /// A checkpoint of a model's weights.
    init(checkpointOf model: some Model) {
        self.init(metadata: CheckpointHeader.metadata(of: model.description))
        add(model.parameterList, from: model.parameters)
        add(model.statisticList, from: model.statistics)
        if let store = model.discriminator?.store { add(store.parameters, from: VAEKit.Tensor(store.values)) }
    }

    /// Adds the state of an optimiser of these parameters.
    mutating func add(_ optimizer: Optimizer, of store: ParameterStore) {
        for kept in optimizer.kept(of: store) {
            add(kept.parameters, prefix: kept.prefix, from: VAEKit.Tensor(kept.storage))
        }
    }

    mutating func add(_ parameters: [Parameter], prefix: String = "", from storage: VAEKit.Tensor) {
        for parameter in parameters {
            tensors.append(
                Tensor(name: prefix + parameter.name, shape: parameter.shape, floats: parameter.read(from: storage)))
        }
    }
}
