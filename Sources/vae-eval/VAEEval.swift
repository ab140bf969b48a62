import CommandSupport
import ModelSupport
import TensorStreams
import VAEKit

@main enum VAEEval {
    static let perItem = Option.flag("per-item", help: "a row for each image instead of the means")
    static let labels = StandardOptions.labels(
        help: "labels of the images, an IDX file: adds the label column to --per-item")

    static func main() {
        Command(
            name: "vae-eval",
            summary: "Measure how well a trained model describes images.",
            operands: .required("CKPT") + .optional("FILE"),
            options: [
                labels, perItem, StandardOptions.seed, StandardOptions.threads, StandardOptions.noHeader,
                StandardOptions.output, StandardOptions.quiet,
            ],
            details: """
                recon, summed over an image's values, and kl, summed over the latent coordinates, are in nats per image \
                (mse: the sum of squares), with one sample of z; loss is recon + beta·kl. mse is the squared error of a \
                pixel in [0, 1], decoded from the posterior mean.
                """,
            examples: [
                ("vae-eval m.ckpt t10k-images.gz", "the test loss"),
                (
                    "vae-eval m.ckpt x.idx --per-item | sort -t$'\\t' -k2,2gr | head -64 | idx-cat --ids - x.idx | grid2png",
                    "the images it finds strangest"
                ),
            ]
        ).run(evaluate)
    }

    static func evaluate(_ arguments: Arguments) throws {
        if arguments.isGiven(labels) && !arguments[perItem] { throw UsageError("--labels needs --per-item") }
        let operands = try ModelOperands(arguments, labels: arguments[labels])
        let model = try Checkpoint.read(operands.checkpoint).model
        var images = try ModelImages(operands, labels: arguments[labels], model: model)
        let evaluator = Evaluator(model, team: ThreadTeam(arguments))
        let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
        let columns =
            arguments[perItem] ? images.leadingColumns + ["loss", "recon", "kl", "mse"] : ["metric", "value"]
        var table = TableWriter(output, columns: columns, header: !arguments[StandardOptions.noHeader])
        let progress = Progress(
            "evaluating", total: images.announced, unit: "images", quiet: arguments[StandardOptions.quiet])
        var sums = [Double](repeating: 0, count: 4)
        while let (batch, first) = try images.next(atMost: evaluator.batchSize) {
            let losses = evaluator.losses(batch, firstItem: first, seed: UInt64(arguments[StandardOptions.seed]))
            for (item, loss) in losses.enumerated() {
                let values = [loss.loss, loss.recon, loss.kl, loss.mse]
                guard values.allSatisfy(\.isFinite) else {
                    throw Failure(
                        "\(images.name): item \(first + item): its loss is not finite under the model of "
                            + operands.checkpoint)
                }
                for index in sums.indices { sums[index] += Double(values[index]) }
                if arguments[perItem] { try table.write(row: try images.leading(first + item), floats: values) }
            }
            progress.advance(to: images.count)
        }
        progress.finish()
        guard images.count > 0 else { throw Failure("\(images.name): it holds no images") }
        if !arguments[perItem] {
            for (name, sum) in zip(["loss", "recon", "kl", "mse"], sums) {
                try table.write(row: [.text(name), .float(Float(sum / Double(images.count)))])
            }
        }
        try table.finish()
    }
}
