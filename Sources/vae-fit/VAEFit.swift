import CommandSupport
import ModelSupport
import TensorStreams
import Threads
import VAEKit

@main enum VAEFit {
    static func main() {
        Command(
            name: "vae-fit",
            summary: "Train an autoencoder on a stream of images.",
            operands: .optional("FILE"),
            options: [OriginOptions.output, StandardOptions.seed, StandardOptions.threads, StandardOptions.quiet],
            groups: [
                OptionGroup("Model", ModelOptions.all),
                OptionGroup("Training", TrainingOptions.all),
                OptionGroup("Going on from a checkpoint", OriginOptions.all),
                OptionGroup("Reports and checkpoints along the way", JournalOptions.all),
            ],
            details: """
                loss = recon + beta·kl, both in nats per image and averaged over the batch: recon is summed over an \
                image's values, kl over the latent coordinates; mse is the plain sum of squares. --objective says what \
                stands in the place of beta·kl.
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
        let input = arguments.operands.first ?? "-"
        try SharedStreams.refuseTwoInputs([
            input, arguments[OriginOptions.resume], arguments[OriginOptions.initFrom],
            arguments[JournalOptions.validation],
        ])
        let plan = try Plan(arguments)
        let options = try JournalOptions(arguments, carried: plan.carriedReports(arguments))
        let claims = try claimOutputs(plan, options.reports, input: input)
        let kept = try options.reports.keep.map { try KeptCheckpoints(folder: $0) }

        let bytes = try ByteReader.open(input)
        bytes.endsWaiting = { Interruption.signal != nil }
        var source = try ImageSource(IDXReader(bytes))
        // Memory for the model comes after the images, which a damaged header may have promised too large.
        if plan.isStreaming { try source.requireImage() }
        let images = plan.isStreaming ? nil : try source.all()
        let team = ThreadTeam(threads: arguments[StandardOptions.threads])
        let run = try plan.run(source, images, team: team)
        run.reports = options.reports
        let validation = try options.reports.validation.map { try plan.validation($0, of: run, team: team) }
        let (levels, threshold) = (source.levels, run.trainer.model.description.threshold)
        for known in [images == nil ? nil : levels, validation?.levels].compactMap({ $0 }) {
            arguments.noteLevels(known, threshold: threshold)
        }
        let journal = try Journal(
            options, path: plan.output, kept: kept, run: run, total: images.map { run.imagesSeenAtEnd(over: $0.count) },
            validation: validation, team: team)
        Interruption.watch()
        try withExtendedLifetime(claims) {
            try journal.follow(run) {
                if let images { try run.train(on: images) } else { try run.train(streaming: &source) }
            }
        }
        if plan.isStreaming { arguments.noteLevels(levels, threshold: threshold) }
        journal.report(run)
    }

    /// Finds out, before hours of training, whether the outputs can be written, and sees to it that no other run does.
    private static func claimOutputs(_ plan: Plan, _ reports: RunReports, input: String) throws -> [OutputClaim] {
        let outputs = [plan.output, reports.log, reports.frames]
        try SharedStreams.refuseTwoOutputs(outputs)
        // The file of --resume is an output too where no -o is given, and what its run had is not on the command line.
        try SharedStreams.refuseReplacing([input, reports.validation], by: outputs)
        try Terminal.refuseBinaryOutput(to: plan.output)
        try Terminal.refuseTerminalInput(from: input)
        if ByteWriter.replaces(plan.output) { _ = try ByteWriter.create(plan.output) }
        return try (outputs + [reports.keep]).compactMap { try $0.flatMap { try OutputClaim.take($0) } }
    }

    private static func listPresets() throws {
        var table = TableWriter(ByteWriter.standardOutput(), columns: ["preset", "meaning"])
        for preset in Preset.allCases { try table.write(row: [.text(preset.rawValue), .text(preset.summary)]) }
        try table.finish()
    }
}
