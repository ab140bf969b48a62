import CommandSupport
import ModelSupport
import TensorStreams
import Threads
import VAEKit

/// What the command line asks for: a new run, one from given weights, or the rest of one that was stopped.
struct Plan {
    let output: String
    private let arguments: Arguments
    private let preset: Preset?
    private let resumed: (path: String, checkpoint: Checkpoint)?
    private let initial: (path: String, checkpoint: Checkpoint)?

    init(_ arguments: Arguments) throws {
        self.arguments = arguments
        preset = try ModelOptions.preset(arguments)
        output = arguments[VAEFit.output] ?? arguments[VAEFit.resume] ?? "-"
        if arguments.isGiven(VAEFit.resume) && arguments.isGiven(VAEFit.initFrom) {
            throw UsageError("--resume and --init-from exclude each other")
        }
        resumed = try Self.resumed(arguments)
        if let path = arguments[VAEFit.initFrom] {
            try Self.refuse(
                ModelOptions.structural + [TrainingOptions.initialisation], with: VAEFit.initFrom, arguments)
            initial = (path, try Checkpoint.read(path))
        } else {
            initial = nil
        }
        // Wrong combinations are told before any image is read.
        if resumed == nil {
            if initial == nil { try ModelOptions.check(arguments) }
            _ = try TrainingOptions.settings(arguments, preset: preset)
        }
    }

    private static func resumed(_ arguments: Arguments) throws -> (path: String, checkpoint: Checkpoint)? {
        guard let path = arguments[VAEFit.resume] else {
            if arguments[VAEFit.otherImages] { throw UsageError("--other-images needs --resume") }
            return nil
        }
        try refuse(ModelOptions.all + TrainingOptions.kept, with: VAEFit.resume, arguments)
        let checkpoint = try Checkpoint.read(path)
        if checkpoint.training?.settings.isStreaming == true {
            let ofEpochs: [any OptionDescription] = [TrainingOptions.fit.epochs, VAEFit.otherImages]
            if let given = ofEpochs.first(where: { arguments.isGiven($0) }) {
                throw UsageError("--\(given.name) does not go with the run of \(path), which is one pass over a stream")
            }
        }
        return (path, checkpoint)
    }

    /// What the run that is resumed was to leave behind; nil for a new one.
    var carriedReports: CarriedReports? {
        resumed.map { CarriedReports(arguments, $0.checkpoint.training, resuming: $0.path, output: output) }
    }

    private static func refuse(
        _ options: [any OptionDescription], with fixed: Option<String?>, _ arguments: Arguments
    ) throws {
        if let given = options.first(where: { arguments.isGiven($0) }) {
            throw UsageError("--\(given.name) does not go with --\(fixed.name), which takes it from the checkpoint")
        }
    }

    /// Whether the images are trained on as they arrive.
    var isStreaming: Bool {
        resumed?.checkpoint.training?.settings.isStreaming ?? arguments[TrainingOptions.stream]
    }

    /// The run for these images, which are nil where they are trained on as they arrive.
    func run(_ source: ImageSource, _ images: TensorBatch?, team: ThreadTeam) throws -> TrainingRun {
        let identity = images.map { TrainedImages($0) }
        let run =
            if let resumed {
                try resume(resumed.path, resumed.checkpoint, source, identity, team)
            } else {
                try begin(source, identity?.count, team)
            }
        try run.trainer.model.requireBatches(of: run.settings.batch, images: identity?.count)
        run.images = identity
        return run
    }

    private func begin(_ source: ImageSource, _ count: Int?, _ team: ThreadTeam) throws -> TrainingRun {
        let settings = try TrainingOptions.settings(arguments, preset: preset)
        let model = try newModel(source, count, seed: settings.seed)
        try model.requireTrainingMemory()
        let trainer = Trainer(model, settings: settings, team: team)
        return TrainingRun(trainer, settings: settings)
    }

    private func resume(
        _ path: String, _ checkpoint: Checkpoint, _ source: ImageSource, _ images: TrainedImages?, _ team: ThreadTeam
    ) throws -> TrainingRun {
        guard let training = checkpoint.training, training.isResumable else {
            let obstacle = checkpoint.training?.obstacle ?? "it has no training to go on with"
            throw Failure("\(path): \(obstacle); use --init-from to begin a new run with it")
        }
        try ModelImages.check(source, fits: checkpoint.model, named: path)
        if !arguments[VAEFit.otherImages] {
            try check(images, are: training.images, source.name, of: "the run of \(path)", insistence: "--other-images")
        }
        var settings = training.settings
        TrainingOptions.applyLength(arguments, to: &settings)
        do {
            try checkpoint.model.requireTrainingMemory(hasMoments: true)
        } catch {
            throw Failure("\(path): \(error)")
        }
        let trainer = Trainer(checkpoint.model, settings: settings, resuming: training.optimizer, team: team)
        return TrainingRun(trainer, settings: settings, state: training.state)
    }

    /// The images to measure the loss of the run on. They are to be those that it has had so far, unless they are named
    /// anew.
    func validation(_ path: String, of run: TrainingRun, team: ThreadTeam) throws -> Validation {
        let validation = try Validation(path, model: run.trainer.model, seed: run.settings.seed, team: team)
        let identity = TrainedImages(validation.images)
        let isInsisted = arguments[VAEFit.otherImages] || arguments.isGiven(JournalOptions.validation)
        if let resumed, !isInsisted {
            try check(
                identity, are: resumed.checkpoint.training?.validationImages, path,
                of: "the validation of \(resumed.path)", insistence: "--validation \(path)")
        }
        run.validationImages = identity
        return validation
    }

    /// Refuses images that are known not to be those of the run.
    private func check(
        _ images: TrainedImages?, are known: TrainedImages?, _ name: String, of whose: String, insistence: String
    ) throws {
        guard let images, let known, images != known else { return }
        let difference =
            images.count == known.count
            ? "its \(images.count) images are not those of \(whose)"
            : "it holds \(images.count) images, but \(whose) has \(known.count)"
        throw Failure("\(name): \(difference): give it those, or go on with these by \(insistence)")
    }

    /// - Parameter count: of the images, where it is known.
    private func newModel(_ source: ImageSource, _ count: Int?, seed: Int) throws -> Autoencoder {
        guard let initial else {
            let model = try source.modelled {
                var description = try ModelOptions.model(arguments, imageShape: source.shape)
                try tell(count, to: &description)
                return try Autoencoder(description)
            }
            model.initialise(TrainingOptions.initialisation(arguments, preset: preset), seed: UInt64(seed))
            return model
        }
        try ModelImages.check(source, fits: initial.checkpoint.model, named: initial.path)
        var description = initial.checkpoint.model.description
        try ModelOptions.applyLoss(arguments, to: &description)
        try tell(count, to: &description)
        return try Autoencoder(description, weightsOf: initial.checkpoint.model)
    }

    /// Tells the model of how many images it learns, where its objective counts them.
    private func tell(_ images: Int?, to description: inout ModelDescription) throws {
        guard description.objective.countsImages else { return }
        guard let images else {
            throw UsageError("--objective \(description.objective) counts the images, which --stream does not know")
        }
        description.setSize = images
    }
}
