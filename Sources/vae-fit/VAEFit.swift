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
            operands: .optional("FILE"),
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
        let labels = arguments[ModelOptions.labels]
        try OriginOptions.refuseTwoInputs(arguments, [labels])
        if labels != nil {
            try JournalOptions.requireValidationLabels(arguments)
        } else if arguments.isGiven(JournalOptions.validationLabels) {
            throw UsageError("--validation-labels needs --labels")
        }
        try FitSession(try plan(arguments), arguments, labels: labels).carryOut()
    }

    private static func plan(_ arguments: Arguments) throws -> FitPlan<Autoencoder> {
        let origin = try FitOrigin(
            arguments, structural: ModelOptions.structural + TrainingOptions.beginnings,
            kept: ModelOptions.ofLoss + TrainingOptions.kept)
        switch origin {
        case .nothing:
            let model = try NewModel(arguments)
            let settings = try TrainingOptions.settings(arguments, preset: model.preset)
            return FitPlan(settings) { source, data, labels in
                try model.model(for: source, data, labels: labels, seed: settings.seed)
            }
        case .weights(let path):
            let model = try GivenModel(path, arguments)
            let settings = try TrainingOptions.settings(arguments, preset: nil)
            return FitPlan(settings) { source, data, _ in try model.model(for: source, count: data?.count) }
        case .run(let path): return try FitPlan(resuming: path, arguments, options: TrainingOptions.fit)
        }
    }

    private static func listPresets() throws {
        var table = TableWriter(ByteWriter.standardOutput(), columns: ["preset", "meaning"])
        for preset in Preset.allCases { try table.write(row: [.text(preset.rawValue), .text(preset.summary)]) }
        try table.finish()
    }
}
