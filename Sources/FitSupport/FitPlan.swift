import CommandSupport
import ModelSupport
import TensorStreams
import Threads
import VAEKit

/// What the command line asks for: a new run, with weights drawn or given, or the rest of one that was stopped.
///
/// Options are read and checked before it is made, and it before any image is read; the run is made for the images later.
public struct FitPlan<M: Fittable> {
    private(set) var settings: TrainingSettings
    /// What the items to train on are.
    let items: ImageItems
    private let start: Start

    /// Makes the model of a new run for images, which are there unless they are trained on as they arrive, and their labels.
    public typealias MakeModel = (ImageSource, DealtImages?, Labels?) throws -> M

    private enum Start {
        case new(MakeModel)
        case stopped(StoppedRun<M>)
    }

    /// A new run.
    ///
    /// - Parameter items: what the items to train on are.
    public init(_ settings: TrainingSettings, items: ImageItems = .pixels, model: @escaping MakeModel) {
        (self.settings, self.items, start) = (settings, items, .new(model))
    }

    /// The rest of the run of a checkpoint, which has been read.
    public init(resuming path: String, _ file: CheckpointFile, _ arguments: Arguments, options: FitOptions) throws {
        let run = try StoppedRun<M>(path, file, arguments, options: options)
        (settings, items, start) = (run.settings, run.model.items, .stopped(run))
    }

    /// The run that goes on; nil for a new one.
    var stopped: StoppedRun<M>? {
        if case .stopped(let run) = start { run } else { nil }
    }

    /// The same for ranks that train together, who cut batches into blocks at least as many as they are.
    ///
    /// - Throws: `UsageError` where the blocks cannot be shared out evenly.
    func shared(by ranks: any RankGroup, _ arguments: Arguments) throws -> FitPlan {
        var plan = self
        let isNew = stopped == nil && !arguments.isGiven(FitOptions.blocks)
        if isNew { plan.settings.blocks = ranks.count }
        let blocks = plan.settings.blocks
        guard blocks % ranks.count != 0 else { return plan }
        let others = (1...blocks).filter { blocks % $0 == 0 }.map { "\($0)" }
        let whose = stopped.map { "the \(blocks) blocks of the run of \($0.path)" } ?? "--blocks \(blocks)"
        throw UsageError(
            "\(whose) cannot be shared out to \(ranks.count) ranks: start \(others.joined(separator: ", ")) of them")
    }

    /// The words of labels by which the model of a stopped run knows its classes.
    var classLevels: Levels? { stopped.flatMap { $0.model.classLevels(named: $0.path) } }

    /// Whether the images are trained on as they arrive.
    var isStreaming: Bool { settings.isStreaming }

    /// The model, and the run for these images, which are nil where they are trained on as they arrive.
    ///
    /// - Parameter check: refuses a model that is not for the labels, before images that are not those of its run are.
    func begin(
        _ source: ImageSource, _ data: DealtImages?, _ labels: Labels?, team: ThreadTeam, ranks: any RankGroup,
        check: (M) throws -> Void
    ) throws -> (M, TrainingRun) {
        let identity = data.map { TrainedImages($0) }
        let model =
            switch start {
            case .new(let make): try make(source, data, labels)
            case .stopped(let stopped): stopped.model
            }
        try check(model)
        let run = try stopped?.run(source, identity, team: team, ranks: ranks) ?? newRun(of: model, team, ranks)
        try model.requireBatches(settings, images: identity?.count)
        run.images = identity
        return (model, run)
    }

    private func newRun(of model: M, _ team: ThreadTeam, _ ranks: any RankGroup) throws -> TrainingRun {
        try model.requireTrainingMemory(averages: settings.average != nil)
        try model.requireRoom(forBatchesOf: settings.batch)
        do {
            try model.require(settings.optimizer.groups)
        } catch {
            throw UsageError("--lr-factor: \(error)")
        }
        try model.requireBlocks(settings)
        return TrainingRun(model.trainer(settings, team: team, ranks: ranks), settings: settings)
    }
}
