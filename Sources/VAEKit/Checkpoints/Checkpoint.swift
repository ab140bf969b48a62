import TensorStreams

/// An autoencoder with what its training needs to go on, as one safetensors file.
///
/// The optimiser's state rides along as `optimizer.NAME.PARAMETER`.
public struct Checkpoint {
    public var model: Autoencoder
    /// Absent where only weights were kept.
    public var training: Training?

    /// How the model was trained, and what is needed to go on.
    public struct Training {
        public var settings: TrainingSettings
        public var state: TrainingState
        /// Absent where the run streams, or was begun before they were kept.
        public internal(set) var images: TrainedImages?
        /// Those that the loss is measured on after each epoch, where there are any.
        public internal(set) var validationImages: TrainedImages?
        public internal(set) var reports = RunReports()
        /// Absent where it was left out.
        public internal(set) var optimizer: Optimizer?
        /// The type of 16 bits that another program rounded the numbers to, if any.
        public var roundedTo: String?
        /// Whether the optimiser's state is there, so that the run can be resumed.
        public var isResumable: Bool { optimizer != nil }
        /// Why it is not, or not to be used.
        public var obstacle: String {
            roundedTo.map { "its numbers were rounded to \($0)" } ?? "it has no optimiser state (--weights-only?)"
        }

        /// All but the optimiser's state, as the `training` entry has it; where that is absent, only what was done.
        public var json: JSON {
            var object: JSONObject = ["settings": settings.json, "state": state.json]
            if isResumable {
                (object["images"], object["validation_images"]) = (images?.json, validationImages?.json)
                object["reports"] = reports.json
            }
            return .object(object)
        }

        init(settings: TrainingSettings, state: TrainingState) { (self.settings, self.state) = (settings, state) }

        /// nil where the entry is damaged.
        init?(json: JSON, terms: [String]) {
            guard let settings = json["settings"].flatMap(TrainingSettings.init(json:)),
                let state = json["state"].flatMap({ TrainingState(json: $0, terms: terms) })
            else { return nil }
            self.init(settings: settings, state: state)
            for (name, path) in [("images", \Self.images), ("validation_images", \Self.validationImages)] {
                guard let entry = json[name] else { continue }
                guard let images = TrainedImages(json: entry) else { return nil }
                self[keyPath: path] = images
            }
            if let entry = json["reports"] {
                guard let reports = RunReports(json: entry) else { return nil }
                self.reports = reports
            }
        }
    }

    /// Writes the checkpoint at `path`, which holds this checkpoint whole or the one before at any moment.
    public func write(_ path: String, weightsOnly: Bool = false) throws {
        var file = Safetensors(checkpointOf: model, description: model.description.json)
        if var training {
            if weightsOnly { training.optimizer = nil }
            file.metadata["training"] = training.json.text()
            if let optimizer = training.optimizer {
                for (name, tensor) in zip(optimizer.stateNames, optimizer.state) {
                    file.add(model.parameterList, prefix: "optimizer.\(name).", from: tensor)
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
        let description = try file.json("model")
        if file.isClassifier {
            throw file.error("it is a classifier of clf-fit, not an autoencoder: use clf-eval, or vae-info")
        }
        do {
            model = try Autoencoder(try ModelDescription(json: description), budget: file.budget)
        } catch {
            throw file.error(error.description)
        }
        var tensors = CheckpointFile.Tensors(file)
        try tensors.load(into: model)
        let terms = model.description.objective.terms
        training = try file.training().map { entry in
            guard let training = Training(json: entry, terms: terms) else {
                throw file.error("its 'training' entry is damaged")
            }
            return training
        }
        if let settings = training?.settings, tensors.contains(prefix: "optimizer.") {
            let optimizer = Optimizer(settings.optimizer, count: model.store.values.count)
            for (name, state) in zip(optimizer.stateNames, optimizer.state) {
                try tensors.load(model.parameterList, prefix: "optimizer.\(name).", into: state)
            }
            training?.roundedTo = file.roundedType?.rawValue
            // The square of a small gradient is zero in F16: the next step would leap.
            if training?.roundedTo == nil { training?.optimizer = optimizer }
        }
        try tensors.finish()
    }
}

extension TrainingRun {
    /// The run as a checkpoint holds it.
    public var checkpoint: Checkpoint {
        var training = Checkpoint.Training(settings: settings, state: state)
        training.optimizer = trainer.optimizer
        (training.images, training.validationImages, training.reports) = (images, validationImages, reports)
        return Checkpoint(model: trainer.model, training: training)
    }
}
