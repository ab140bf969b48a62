import TensorStreams

/// A classifier with the history of its training, as one safetensors file: see `CheckpointFile`.
public struct ClassifierCheckpoint {
    public var model: Classifier
    /// Absent where only weights were kept.
    public var training: Training?

    /// How the classifier was trained.
    public struct Training {
        public var settings: TrainingSettings
        public var state: ClassifierState

        public init(settings: TrainingSettings, state: ClassifierState) {
            (self.settings, self.state) = (settings, state)
        }

        /// Settings and state as the `training` entry has them.
        public var json: JSON { .object(["settings": settings.json, "state": state.json]) }
    }

    public init(model: Classifier, training: Training?) { (self.model, self.training) = (model, training) }

    /// Writes the checkpoint at `path`, which holds this checkpoint whole or the one before at any moment.
    public func write(_ path: String) throws {
        var file = Safetensors(checkpointOf: model, description: model.description.json)
        file.metadata["training"] = training?.json.text()
        try file.write(path)
    }

    /// Reads a checkpoint (`-` is standard input).
    ///
    /// - Throws: `CheckpointError`, `SafetensorsError` or `FileError`.
    public static func read(_ path: String) throws -> ClassifierCheckpoint {
        try ClassifierCheckpoint(CheckpointFile(reading: path))
    }

    /// Takes a checkpoint out of a file, believing nothing.
    ///
    /// - Throws: `CheckpointError`.
    public init(_ file: CheckpointFile) throws {
        let description = try file.json("model")
        guard file.isClassifier else {
            throw file.error("it is an autoencoder of vae-fit, not a classifier: use vae-eval, or vae-encode")
        }
        do {
            model = try Classifier(try ClassifierDescription(json: description), budget: file.budget)
        } catch {
            throw file.error(error.description)
        }
        var tensors = CheckpointFile.Tensors(file)
        try tensors.load(into: model)
        try tensors.finish()
        training = try file.training().map { entry in
            guard let settings = entry["settings"].flatMap(TrainingSettings.init(json:)),
                let state = entry["state"].flatMap(ClassifierState.init(json:))
            else { throw file.error("its 'training' entry is damaged") }
            return Training(settings: settings, state: state)
        }
    }
}

extension ClassifierRun {
    /// The run as a checkpoint holds it.
    public var checkpoint: ClassifierCheckpoint {
        ClassifierCheckpoint(
            model: trainer.model, training: ClassifierCheckpoint.Training(settings: settings, state: state))
    }
}
