import CommandSupport
import FitSupport
import ModelSupport
import TensorStreams
import Threads
import VAEKit

@main enum VAEFit {
    static func main() {
        Command(
            name: "vae-fit",
            summary: "Train an autoencoder on a stream of images.",
            operands: .many("FILE"),
            options: [OriginOptions.output, StandardOptions.seed, StandardOptions.threads, StandardOptions.quiet],
            groups: [
                OptionGroup("Model", ModelOptions.all),
                OptionGroup("Training", TrainingOptions.all),
                OptionGroup("Going on from a checkpoint", OriginOptions.all),
                OptionGroup(
                    "Reports and checkpoints along the way",
                    [
                        JournalOptions.validation, JournalOptions.validationLabels, JournalOptions.frames,
                        JournalOptions.framesEvery,
                    ]
                        + JournalOptions.common),
            ],
            details: """
                loss = recon + beta·kl, both in nats per image and averaged over the batch: recon is summed over an \
                image's values, kl over the latent coordinates; mse is the plain sum of squares. --objective says what \
                stands in the place of beta·kl, or of the whole.
                """,
            examples: [
                ("vae-fit --hidden 512,64 --latent 12 --epochs 10 -o m.ckpt < train.idx", "a dense model"),
                (
                    "tsv2idx x.tsv | vae-fit --scale standard --recon gaussian --hidden 64,32 --latent 4 -o m.ckpt",
                    "a table"
                ),
                ("vae-fit --preset conv-beta --beta 1 --log m.tsv -o m.ckpt train-images.gz", "a reference model"),
                (
                    "idx-cat --repeat 3 --shuffle x.gz | idx-binarize --bernoulli | vae-fit --stream -o m.ckpt",
                    "as it arrives"
                ),
            ]
        ).run(shared: fit)
    }

    static func fit(_ arguments: Arguments, on ranks: RunRanks) throws {
        if arguments[ModelOptions.preset] == "list" { return ranks.isFirst ? try listPresets() : () }
        let labels = arguments[ModelOptions.labels]
        try OriginOptions.refuseTwoInputs(arguments, [labels, arguments[ModelOptions.codesOf]])
        if labels != nil {
            try JournalOptions.requireValidationLabels(arguments)
        } else if arguments.isGiven(JournalOptions.validationLabels) {
            throw UsageError("--validation-labels needs --labels")
        }
        let run =
            switch try plan(arguments) {
            case .numbers(let plan): try FitSession(plan, arguments, labels: labels, on: ranks).ready()
            case .codes(let plan): try FitSession(plan, arguments, labels: labels, on: ranks).ready()
            case .prior(let plan): try FitSession(plan, arguments, labels: labels, on: ranks).ready()
            }
        try ranks.train(run)
    }

    /// Of a model whose latents are real numbers, or codes; or of a prior of codes.
    private enum Plan {
        case numbers(FitPlan<Autoencoder>)
        case codes(FitPlan<CodeAutoencoder>)
        case prior(FitPlan<CodePrior>)
    }

    private static func plan(_ arguments: Arguments) throws -> Plan {
        let origin = try FitOrigin(
            arguments, structural: ModelOptions.structural + TrainingOptions.beginnings,
            kept: ModelOptions.ofLoss + TrainingOptions.kept)
        switch origin {
        case .nothing: return try newPlan(arguments)
        case .weights(let path): return try plan(with: CheckpointFile(reading: path), named: path, arguments)
        case .run(let path):
            let (file, options) = (try CheckpointFile(reading: path), TrainingOptions.fit)
            return switch file.family {
            case .codes: .codes(try FitPlan(resuming: path, file, arguments, options: options))
            case .codePrior: .prior(try FitPlan(resuming: path, file, arguments, options: options))
            default: .numbers(try FitPlan(resuming: path, file, arguments, options: options))
            }
        }
    }

    private static func newPlan(_ arguments: Arguments) throws -> Plan {
        if let model = try NewCodePrior(arguments) {
            var settings = try TrainingOptions.settings(arguments)
            settings.beginning.codes = model.checkpoint
            return .prior(
                FitPlan(settings, items: .codes(model.codes)) { [settings] source, _, _ in
                    try model.model(for: source, settings)
                })
        }
        if let model = try NewCodeModel(arguments) {
            let settings = try TrainingOptions.settings(arguments, recon: model.recon)
            return .codes(
                FitPlan(settings, items: model.items) { source, data, _ in
                    try model.model(for: source, data, settings)
                })
        }
        let model = try NewModel(arguments)
        let settings = try TrainingOptions.settings(arguments, preset: model.preset, recon: model.recon)
        return .numbers(
            FitPlan(settings, items: model.items) { source, data, labels in
                try model.model(for: source, data, labels: labels, settings)
            })
    }

    /// Of a new run that begins from the weights of a checkpoint.
    private static func plan(
        with file: CheckpointFile, named path: String, _ arguments: Arguments
    ) throws -> Plan {
        var settings = try TrainingOptions.settings(arguments)
        settings.beginning = RunBeginning()
        settings.beginning.weights = path
        if file.family == .codes {
            let model = try GivenCodeModel(path, file, arguments)
            return .codes(FitPlan(settings, items: model.items) { source, _, _ in try model.model(for: source) })
        }
        if file.family == .codePrior {
            throw Failure("\(path): a prior of codes goes on with --resume alone")
        }
        let model = try GivenModel(path, file, arguments)
        return .numbers(
            FitPlan(settings, items: model.items) { [settings] source, data, _ in
                try model.model(for: source, count: data?.count, seed: settings.seed)
            })
    }

    private static func listPresets() throws {
        var table = TableWriter(ByteWriter.standardOutput(), columns: ["preset", "meaning"])
        for preset in Preset.allCases { try table.write(row: [.text(preset.rawValue), .text(preset.summary)]) }
        try table.finish()
    }
}
