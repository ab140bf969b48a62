import TensorStreams

/// A model with what its training needs to go on, as one safetensors file.
///
/// The optimiser's state rides along as `optimizer.NAME.PARAMETER`, and that of a discriminator's optimiser beside it, as its
/// parameters have names of their own.
/// Where the run keeps an average of the weights, that is the model, and the weights themselves ride along as
/// `optimizer.raw.PARAMETER`.
public struct Checkpoint<M: Model> {
    public let model: M
    /// Absent where only weights were kept.
    public private(set) var training: TrainingRecord?

    /// Writes the checkpoint at `path`, which holds this checkpoint whole or the one before at any moment.
    public func write(_ path: String, weightsOnly: Bool = false) throws {
        var file = Safetensors(checkpointOf: model)
        if var training {
            if weightsOnly { training.optimizer = nil }
            file.metadata["training"] = training.json.text()
            if let optimizer = training.optimizer {
                for part in optimizer.parts(of: model) { file.add(part.optimizer, of: part.store) }
                if let raw = optimizer.average {
                    file.add(model.parameterList, prefix: WeightAverage.rawPrefix, from: Tensor(raw.values))
                    file.add(model.statisticList, prefix: WeightAverage.rawPrefix, from: Tensor(raw.statistics))
                }
            }
        }
        try file.write(path)
    }

    /// Reads a checkpoint (`-` is standard input).
    ///
    /// - Parameter weightsOnly: passes over the optimiser's state, two thirds of the file, for those who do not train.
    /// - Throws: `CheckpointError`, `SafetensorsError` or `FileError`.
    public static func read(_ path: String, weightsOnly: Bool = false) throws -> Checkpoint {
        try Checkpoint(CheckpointFile(reading: path, weightsOnly: weightsOnly))
    }

    /// Reads a checkpoint to the end of the bytes.
    package static func read(_ bytes: ByteReader) throws -> Checkpoint {
        try Checkpoint(CheckpointFile(reading: bytes))
    }
}

extension Checkpoint {
    /// Takes a checkpoint out of a file, believing nothing.
    ///
    /// - Throws: `CheckpointError`.
    public init(_ file: CheckpointFile) throws {
        let description = try file.header.description(of: M.self)
        do {
            model = try M(description, budget: file.budget)
        } catch {
            throw file.error(error.description)
        }
        var tensors = CheckpointFile.Tensors(file)
        try tensors.load(into: model)
        let (terms, parameters) = (model.terms, model.parameterList)
        training = try file.header.training().map { entry in
            guard let training = TrainingRecord(json: entry, terms: terms),
                training.settings.optimizer.groups.stray(among: parameters) == nil
            else {
                throw file.error("its 'training' entry is damaged")
            }
            return training
        }
        if let settings = training?.settings, tensors.contains(prefix: Optimizer.prefix) {
            let optimizer = try tensors.optimizer(of: model, settings)
            training?.roundedTo = file.roundedType?.rawValue
            // The square of a small gradient is zero in F16: the next step would leap.
            if training?.roundedTo == nil { training?.optimizer = optimizer }
        }
        try tensors.finish()
    }
}

extension TrainingRun {
    /// Writes the run as a checkpoint holds it.
    ///
    /// - Parameter weightsOnly: leaves the optimiser's state out.
    public func write(_ path: String, weightsOnly: Bool = false) throws {
        try withAverage { try Self.write(trainer.model, record, path, weightsOnly: weightsOnly) }
    }

    private static func write(_ model: some Model, _ record: TrainingRecord, _ path: String, weightsOnly: Bool) throws {
        try Checkpoint(model: model, training: record).write(path, weightsOnly: weightsOnly)
    }

    private var record: TrainingRecord {
        var record = TrainingRecord(settings: settings, state: state)
        record.optimizer = trainer.optimizer
        (record.images, record.validationImages, record.reports) = (images, validationImages, reports)
        return record
    }
}
