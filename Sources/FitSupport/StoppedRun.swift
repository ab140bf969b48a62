import CommandSupport
import ModelSupport
import TensorStreams
import Threads
import VAEKit

/// A run that was stopped, as its checkpoint has it, and how it is to go on.
struct StoppedRun<M: Fittable> {
    let path: String
    let training: TrainingRecord
    /// Those of the run, but for its length.
    let settings: TrainingSettings
    let model: M
    private let takesOtherImages: Bool

    /// - Throws: `UsageError` for what cannot be told anew, `Failure` where the checkpoint does not hold enough to go on.
    init(_ path: String, _ file: CheckpointFile, _ arguments: Arguments, options: FitOptions) throws {
        let checkpoint = try Checkpoint<M>(file)
        guard let training = checkpoint.training, training.isResumable else {
            let obstacle = checkpoint.training?.obstacle ?? "it has no training to go on with"
            throw Failure("\(path): \(obstacle); use --init-from to begin a new run with it")
        }
        let ofEpochs: [any OptionDescription] = [options.epochs, OriginOptions.otherImages]
        if training.settings.isStreaming, let given = ofEpochs.first(where: { arguments.isGiven($0) }) {
            throw UsageError("--\(given.name) does not go with the run of \(path), which is one pass over a stream")
        }
        var settings = training.settings
        options.applyLength(arguments, to: &settings)
        let hasOtherLength = (settings.epochs, settings.steps) != (training.settings.epochs, training.settings.steps)
        if hasOtherLength, settings.learningRate.schedule.goesByLength { settings.lengthChanged = true }
        (self.path, self.training, self.settings, model) = (path, training, settings, checkpoint.model)
        takesOtherImages = arguments[OriginOptions.otherImages]
    }

    /// The rest of the run.
    ///
    /// - Parameter images: which they are, where it is known.
    func run(
        _ source: ImageSource, _ images: TrainedImages?, team: ThreadTeam, ranks: any RankGroup
    ) throws -> TrainingRun {
        try ModelImages.check(source, fits: model, named: path)
        let share = HeldOutShare(training.reports.validation).map { " (--validation \($0.text))" } ?? ""
        try check(
            images, are: training.images, source.name, of: "the run of \(path)\(share)", insistence: "--other-images")
        do {
            try model.requireTrainingMemory(hasMoments: true, averages: settings.average != nil)
            try model.requireRoom(forBatchesOf: settings.batch)
        } catch {
            throw Failure("\(path): \(error)")
        }
        let trainer = model.trainer(settings, resuming: training.optimizer, team: team, ranks: ranks)
        return TrainingRun(trainer, settings: settings, state: training.state)
    }

    /// Refuses images that are known not to be those that its loss was measured on.
    func check(validation images: TrainedImages, _ name: String) throws {
        try check(
            images, are: training.validationImages, name, of: "the validation of \(path)",
            insistence: "--validation \(name)")
    }

    private func check(
        _ images: TrainedImages?, are known: TrainedImages?, _ name: String, of whose: String, insistence: String
    ) throws {
        guard !takesOtherImages, let images, let known, images != known else { return }
        let difference =
            if images.count != known.count {
                "it holds \(images.count) images, but \(whose) has \(known.count)"
            } else if images.checksum != known.checksum {
                "its \(images.count) images are not those of \(whose)"
            } else {
                "the labels of its images are not those of \(whose)"
            }
        throw Failure("\(name): \(difference): give it those, or go on with these by \(insistence)")
    }
}
