import CommandSupport
import ModelSupport
import TensorStreams
import VAEKit

@main enum VAEEncode {
    static let sample = Option.flag("sample", help: "a draw from the posterior, z1 …, instead of its mean")
    static let logvar = Option.flag("logvar", help: "mean and log variance, mu1 … logvar1 …")
    static let labels = StandardOptions.labels(help: "labels of the images, an IDX file: adds the label column")

    static func main() {
        Command(
            name: "vae-encode",
            summary: "Encode images with a trained model, as a table of latents.",
            operands: .required("CKPT") + .optional("FILE"),
            options: [
                labels, logvar, sample, StandardOptions.seed, StandardOptions.threads, StandardOptions.noHeader,
                StandardOptions.output, StandardOptions.quiet,
            ],
            details: """
                A row for each image: its number from 0 (id), its label where --labels names them, and the mean of its \
                posterior (z1 …).
                """,
            examples: [
                (
                    "vae-encode m.ckpt t10k-images.gz --labels t10k-labels.gz | plot > map.png",
                    "the latent plane by digit"
                ),
                ("vae-encode m.ckpt < faces.idx | vae-decode m.ckpt | grid2png > seen.png", "reconstructions"),
            ]
        ).run(encode)
    }

    static func encode(_ arguments: Arguments) throws {
        if arguments[sample] && arguments[logvar] { throw UsageError("--sample and --logvar exclude each other") }
        let operands = try ModelOperands(arguments, labels: arguments[labels])
        let model = try Checkpoint<Autoencoder>.read(operands.checkpoint, weightsOnly: true).model
        if arguments[logvar] && model.description.kind == .ae {
            throw Failure("\(operands.checkpoint): a plain autoencoder has no variance: leave out --logvar")
        }
        let images = try ModelImages(operands, labels: arguments[labels], model: model)
        let latent = model.description.latents.last ?? 0
        let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
        var table = TableWriter(
            output, columns: images.leadingColumns + columns(latent, arguments),
            header: !arguments[StandardOptions.noHeader])
        let progress = Progress(
            "encoding", total: images.announced, unit: "images", quiet: arguments[StandardOptions.quiet])
        let seed = UInt64(arguments[StandardOptions.seed])
        let encodings = images.evaluated(by: model, arguments) { $0.encode($1, firstItem: $2, seed: seed) }
        while let (encoding, items) = try encodings.next() {
            for item in items {
                let place = (item - items.lowerBound) * latent
                let range = place..<place + latent
                let values =
                    arguments[sample]
                    ? encoding.sample[range]
                    : encoding.mean[range] + (arguments[logvar] ? encoding.logVariance[range] : [])
                guard values.allSatisfy(\.isFinite) else {
                    throw Failure(
                        "\(images.name): item \(item): its latent is not finite under the model of "
                            + operands.checkpoint)
                }
                try table.write(row: try images.leading(item), floats: values)
            }
            progress.advance(to: items.upperBound)
        }
        progress.finish()
        try table.finish()
        arguments.noteLevels(images.levels, threshold: model.description.threshold)
    }

    private static func columns(_ latent: Int, _ arguments: Arguments) -> [String] {
        let numbers = 1...latent
        return arguments[logvar] ? numbers.map { "mu\($0)" } + numbers.map { "logvar\($0)" } : numbers.map { "z\($0)" }
    }
}
