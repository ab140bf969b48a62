import CommandSupport
import ModelSupport
import TensorStreams
import VAEKit

@main enum VAEFit {
    static let resume = Option.text(
        "resume", value: "CKPT", help: "go on with this run as if it had never stopped; give it the same images")
    static let initFrom = Option.text(
        "init-from", value: "CKPT", help: "begin a new run from this model and its weights")
    static let output = Option.text(
        "output", short: "o", value: "FILE", defaultText: "standard output, or the file of --resume", file: .written,
        help: "where the checkpoint goes")

    static func main() {
        Command(
            name: "vae-fit",
            summary: "Train an autoencoder on a stream of images.",
            operands: .optional("FILE"),
            options: [output, StandardOptions.seed, StandardOptions.threads, StandardOptions.quiet],
            groups: [
                OptionGroup("Model", ModelOptions.all),
                OptionGroup("Training", TrainingOptions.all),
                OptionGroup("Going on from a checkpoint", [resume, initFrom]),
                OptionGroup("Reports and checkpoints along the way", JournalOptions.all),
            ],
            details: """
                loss = recon + beta·kl, both in nats per image and averaged over the batch: recon is summed over an \
                image's values, kl over the latent coordinates; mse is the plain sum of squares.
                """,
            examples: [
                ("vae-fit --hidden 512,64 --latent 12 --epochs 10 -o m.ckpt < train.idx", "a dense model"),
                ("vae-fit --preset conv-beta --beta 1 --log m.tsv -o m.ckpt train-images.gz", "a reference model"),
                (
                    "idx-cat --repeat 3 --shuffle x.gz | idx-binarize --bernoulli | vae-fit --stream -o m.ckpt",
                    "as it arrives"
                ),
            ]
        ).run(fit)
    }

    static func fit(_ arguments: Arguments) throws {
        if arguments[ModelOptions.preset] == "list" { return try listPresets() }
        let journalOptions = try JournalOptions(arguments)
        let input = arguments.operands.first ?? "-"
        try SharedStreams.refuseTwoInputs([
            input, arguments[resume], arguments[initFrom], arguments[JournalOptions.validation],
        ])
        let plan = try Plan(arguments)
        let outputs = [plan.output, journalOptions.log, journalOptions.frames]
        try SharedStreams.refuseTwoOutputs(outputs)
        // The file of --resume is an output too where no -o is given.
        try SharedStreams.refuseReplacing([], by: outputs)
        try Terminal.refuseBinaryOutput(to: plan.output)
        try Terminal.refuseTerminalInput(from: input)
        // A folder that is missing or read-only is found now, not after hours of training.
        if ByteWriter.replaces(plan.output) { _ = try ByteWriter.create(plan.output) }
        let kept = try journalOptions.keep.map { try KeptCheckpoints(folder: $0) }

        let bytes = try ByteReader.open(input)
        bytes.endsWaiting = { Interruption.signal != nil }
        var source = try ImageSource(IDXReader(bytes))
        // Memory for the model comes after the images, which a damaged header may have promised too large.
        if plan.isStreaming { try source.requireImage() }
        let images = plan.isStreaming ? nil : try source.all()
        let team = ThreadTeam(arguments)
        let (run, model) = try plan.run(source, team: team)
        let validation = try arguments[JournalOptions.validation].map {
            try Validation($0, model: model, seed: run.settings.seed, team: team)
        }
        let (levels, threshold) = (source.levels, model.description.threshold)
        for known in [images == nil ? nil : levels, validation?.levels].compactMap({ $0 }) {
            arguments.noteLevels(known, threshold: threshold)
        }
        let total = images.map { $0.count * run.settings.epochs }
        let journal = try Journal(
            journalOptions, path: plan.output, kept: kept, run: run, total: total, validation: validation, team: team)
        run.observer = journal
        Interruption.watch()
        do {
            if let images { try run.train(on: images) } else { try run.train(streaming: &source) }
        } catch {
            // The signal may have ended the command that the images come from, too, and cut the stream.
            guard let signal = Interruption.signal else { throw error }
            guard run.state.step > 0 else { Interruption.die(of: signal) }
            try journal.finish(run)
            reportEnd(run, arguments, path: plan.output)
            Interruption.die(of: signal)
        }
        try journal.finish(run)
        if plan.isStreaming { arguments.noteLevels(levels, threshold: threshold) }
        report(run, arguments, path: plan.output)
    }

    private static func reportEnd(_ run: TrainingRun, _ arguments: Arguments, path: String) {
        guard !arguments[StandardOptions.quiet] else { return }
        let name = path == "-" ? "standard output" : path
        let way = arguments[JournalOptions.weightsOnly] ? "" : "; --resume goes on from there"
        arguments.note("\(name): stopped and saved at step \(run.state.step), epoch \(run.state.epoch)\(way)")
    }

    private static func report(_ run: TrainingRun, _ arguments: Arguments, path: String) {
        guard !arguments[StandardOptions.quiet], let last = run.state.history.last else { return }
        arguments.note(
            "\(path): step \(run.state.step), epoch \(run.state.epoch), loss \(NumberText.of(Float(last.loss))) "
                + "(recon \(NumberText.of(Float(last.recon))), kl \(NumberText.of(Float(last.kl))))")
    }

    private static func listPresets() throws {
        var table = TableWriter(ByteWriter.standardOutput(), columns: ["preset", "meaning"])
        for preset in Preset.allCases { try table.write(row: [.text(preset.rawValue), .text(preset.summary)]) }
        try table.finish()
    }
}
