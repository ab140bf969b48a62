import CommandSupport
import ModelSupport
import TensorStreams
import Threads
import VAEKit

/// A run that only has to be trained.
public struct ReadyRun {
    /// What ranks that train together must have alike, by name.
    let identity: () -> [(String, String)]
    let train: () throws -> Void
}

/// A plan that is carried out: images in, a checkpoint out, and what else was asked for along the way.
public struct FitSession<M: Fittable> {
    private let plan: FitPlan<M>
    private let ranks: RunRanks
    private let arguments: Arguments
    private let labels: String?
    private let options: JournalOptions
    private let inputs: [String]
    private let output: String
    private let claims: [OutputClaim]
    private let kept: KeptCheckpoints?

    /// Finds out, before hours of training, whether everything that the command line names can be read or written.
    ///
    /// - Parameter labels: the file of the images' labels, where the model learns of them.
    public init(_ plan: FitPlan<M>, _ arguments: Arguments, labels: String? = nil, on ranks: RunRanks) throws {
        self.plan = try plan.shared(by: ranks.group, arguments)
        (self.ranks, self.arguments, self.labels) = (ranks, arguments, labels)
        inputs = try OriginOptions.inputs(arguments, on: ranks)
        output = arguments[OriginOptions.output] ?? plan.stopped?.path ?? "-"
        let carried = plan.stopped.map { [output] in
            CarriedReports(arguments, $0.training, resuming: $0.path, output: output)
        }
        let options = try JournalOptions(arguments, carried: carried)
        self.options = ranks.isFirst ? options : options.ofOtherRank
        if arguments.isGiven(FitOptions.patience), options.reports.validation == nil {
            let lack = arguments[JournalOptions.noReports] ? ", which --no-reports leaves out: name its images too" : ""
            throw UsageError("--patience needs --validation\(lack)")
        }
        claims = ranks.isFirst ? try Self.claimOutputs(output, options.reports, inputs) : []
        kept = try self.options.reports.keep.map { try KeptCheckpoints(folder: $0) }
    }

    /// Sees to it that no other run writes what this one does.
    private static func claimOutputs(_ output: String, _ reports: RunReports, _ inputs: [String]) throws
        -> [OutputClaim]
    {
        let outputs = [output, reports.log, reports.frames, reports.keepBest]
        if let best = reports.keepBest, !ByteWriter.replaces(best) {
            throw UsageError("--keep-best \(best): it is written again and again, and must be a file")
        }
        try SharedStreams.refuseTwoOutputs(outputs)
        // The file of --resume is an output too where no -o is given, and what its run had is not on the command line.
        try SharedStreams.refuseReplacing(
            (inputs.isEmpty ? ["-"] : inputs) + [reports.validation, reports.validationLabels], by: outputs)
        try Terminal.refuseBinaryOutput(to: output)
        try Terminal.refuseTerminalInput(from: inputs)
        if ByteWriter.replaces(output) { _ = try ByteWriter.create(output) }
        return try (outputs + [reports.keep]).compactMap { try $0.flatMap { try OutputClaim.take($0) } }
    }

    /// Reads the images, and makes the model and all else that training needs.
    public func ready() throws -> ReadyRun {
        let words = try arguments.levels(of: StandardOptions.labels)
        let labels = try labels.map { try Labels(reading: $0, levels: words ?? plan.classLevels) }
        var source = try ImageSource(IDXFiles(inputs, open: ranks.open), items: plan.items)
        // Memory for the model comes after the images, which a damaged header may have promised too large.
        if plan.isStreaming { try source.requireImage() }
        let images = plan.isStreaming ? nil : try ranks.images(&source, labels: labels)
        var (data, heldOut) = try parted(images, of: source.name)
        let team = ThreadTeam(threads: arguments[StandardOptions.threads] ?? ranks.threads)
        let (model, run) = try plan.begin(source, data, labels, team: team, ranks: ranks.group) {
            try check(labels, of: $0)
        }
        run.reports = options.reports
        if let scaling = model.scaling {
            source.scale(by: scaling)
            (data, heldOut) = (data?.scaled(by: scaling), heldOut?.scaled(by: scaling))
        }
        let validation = try validation(model, run, heldOut, words, team)
        for levels in [plan.isStreaming ? nil : source.levels, validation?.levels].compactMap({ $0 }) {
            noteLevels(levels, of: model)
        }
        let journal = try journal(model, run, total: data.map { run.imagesSeenAtEnd(over: $0.count) }, validation, team)
        run.trainer.message = { Double(Interruption.signal ?? 0) }
        return ReadyRun(identity: { run.identity }) {
            Interruption.watch()
            try withExtendedLifetime(claims) {
                try journal.follow(run) {
                    if let data { try run.train(on: data) } else { try run.train(streaming: &source, labels: labels) }
                }
            }
            if plan.isStreaming { noteLevels(source.levels, of: model) }
            let sample =
                (validation?.data ?? data).map(PosteriorCollapse.sample) ?? run.lastImages.map(PosteriorCollapse.sample)
            end(journal, model, run, sample, validation != nil, team)
        }
    }

    /// Says where the run has got to, and what there is to know of its model.
    private func end(
        _ journal: Journal, _ model: M, _ run: TrainingRun, _ sample: LabelledImages?, _ isKeptAside: Bool,
        _ team: ThreadTeam
    ) {
        journal.report(run)
        if options.isQuiet { return }
        let end = FitEnd(name: journal.name, run: run, sample: sample, isKeptAside: isKeptAside)
        run.withAverage { model.warning(end, team: team) }.map(arguments.note)
    }

    private func noteLevels(_ levels: PixelLevels, of model: M) {
        if ranks.isFirst { arguments.noteLevels(levels, threshold: model.threshold) }
    }

    /// The images to train on, and those held out of them where a share of them is to be validated on.
    private func parted(
        _ images: DealtImages?, of name: String
    ) throws -> (data: DealtImages?, heldOut: DealtImages?) {
        guard let share = HeldOutShare(options.reports.validation) else { return (images, nil) }
        guard let images else {
            throw UsageError("--validation \(share.text): --stream holds no images that some could be held out of")
        }
        let (rest, heldOut) = images.holdingOut(share.share, seed: UInt64(plan.settings.seed))
        guard heldOut.count > 0 else { throw Failure("\(name): one image, of which none can be held out") }
        options.note("\(name): \(heldOut.count) of \(images.count) images are held out for validation")
        return (rest, heldOut)
    }

    private func check(_ labels: Labels?, of model: M) throws {
        if model.classes == nil, let labels {
            throw Failure("\(labels.name): the model is told no classes: leave out --labels")
        }
        try model.check(labels, named: plan.stopped?.path ?? inputs.first ?? "standard input")
    }

    /// The images to measure the loss of the run on, whose labels have these words, or those of the model. They are to be those that it has had so far, unless they are named
    /// anew.
    private func validation(
        _ model: M, _ run: TrainingRun, _ heldOut: DealtImages?, _ words: Levels?, _ team: ThreadTeam
    ) throws -> Validation? {
        if let heldOut { return Validation(heldOut, model: model, settings: plan.settings, team: team) }
        guard let path = options.reports.validation else { return nil }
        let validation = try Validation(
            path, labels: options.reports.validationLabels, levels: words ?? model.classLevels(named: output),
            model: model, settings: plan.settings, team: team, ranks: ranks)
        let identity = TrainedImages(validation.data)
        if !arguments.isGiven(JournalOptions.validation) { try plan.stopped?.check(validation: identity, path) }
        run.validationImages = identity
        return validation
    }

    private func journal(
        _ model: M, _ run: TrainingRun, total: Int?, _ validation: Validation?, _ team: ThreadTeam
    ) throws -> Journal {
        let reports = options.reports
        let earlier = Frames.count(at: run.state, every: reports.framesEvery)
        let frames = try reports.frames.flatMap {
            try model.frames($0, seed: plan.settings.seed, earlier: earlier, team: team)
        }
        return try Journal(
            options, ranks, path: ranks.isFirst ? output : nil, kept: kept, run: run, total: total,
            validation: validation, frames: frames)
    }
}
