import CommandSupport
import ModelSupport
import TensorStreams
import Threads
import VAEKit

/// What the command line asks for: a new run, one from given weights, or the rest of one that was stopped.
///
/// Options are read and checked here, before any image is; the run is made for the images later.
struct Plan {
    let output: String
    private let settings: TrainingSettings
    private let origin: Origin
    private let namesValidation: Bool

    private enum Origin {
        case new(NewModel)
        case given(GivenModel)
        case stopped(StoppedRun)
    }

    init(_ arguments: Arguments) throws {
        let (resume, initFrom) = (arguments[OriginOptions.resume], arguments[OriginOptions.initFrom])
        output = arguments[OriginOptions.output] ?? resume ?? "-"
        namesValidation = arguments.isGiven(JournalOptions.validation)
        if resume != nil && initFrom != nil { throw UsageError("--resume and --init-from exclude each other") }
        if let resume {
            let run = try StoppedRun(resume, arguments)
            (origin, settings) = (.stopped(run), run.settings)
            return
        }
        if arguments[OriginOptions.otherImages] { throw UsageError("--other-images needs --resume") }
        if let initFrom {
            origin = .given(try GivenModel(initFrom, arguments))
            settings = try TrainingOptions.settings(arguments, preset: nil)
        } else {
            let model = try NewModel(arguments)
            origin = .new(model)
            settings = try TrainingOptions.settings(arguments, preset: model.preset)
        }
    }

    /// What the run that is resumed was to leave behind; nil for a new one.
    func carriedReports(_ arguments: Arguments) -> CarriedReports? {
        guard case .stopped(let run) = origin else { return nil }
        return CarriedReports(arguments, run.training, resuming: run.path, output: output)
    }

    /// Whether the images are trained on as they arrive.
    var isStreaming: Bool { settings.isStreaming }

    /// The run for these images, which are nil where they are trained on as they arrive.
    func run(_ source: ImageSource, _ images: TensorBatch?, team: ThreadTeam) throws -> TrainingRun {
        let identity = images.map { TrainedImages($0) }
        let run =
            switch origin {
            case .new(let model):
                try begin(model.model(for: source, count: identity?.count, seed: settings.seed), team)
            case .given(let model): try begin(model.model(for: source, count: identity?.count), team)
            case .stopped(let stopped): try stopped.run(source, identity, team: team)
            }
        try run.trainer.model.requireBatches(of: run.settings.batch, images: identity?.count)
        run.images = identity
        return run
    }

    private func begin(_ model: Autoencoder, _ team: ThreadTeam) throws -> TrainingRun {
        try model.requireTrainingMemory()
        return TrainingRun(Trainer(model, settings: settings, team: team), settings: settings)
    }

    /// The images to measure the loss of the run on. They are to be those that it has had so far, unless they are named
    /// anew.
    func validation(_ path: String, of run: TrainingRun, team: ThreadTeam) throws -> Validation {
        let validation = try Validation(path, model: run.trainer.model, seed: run.settings.seed, team: team)
        let identity = TrainedImages(validation.images)
        if case .stopped(let stopped) = origin, !namesValidation { try stopped.check(validation: identity, path) }
        run.validationImages = identity
        return validation
    }
}
