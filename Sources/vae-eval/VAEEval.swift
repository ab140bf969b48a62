import CommandSupport
import ModelSupport
import TensorStreams
import VAEKit

@main enum VAEEval {
    static let perItem = Option.flag("per-item", help: "a row for each image instead of the means")
    static let perCoordinate = Option.flag(
        "per-coordinate", help: "a row for each latent coordinate: its share of kl, and whether it is used")
    static let labels = StandardOptions.labels(
        help: "labels of the images, an IDX file: adds the label column to --per-item")

    static func main() {
        Command(
            name: "vae-eval",
            summary: "Measure how well a trained model describes images.",
            operands: .required("CKPT") + .optional("FILE"),
            options: [
                labels, perItem, perCoordinate, StandardOptions.seed, StandardOptions.threads, StandardOptions.noHeader,
                StandardOptions.output, StandardOptions.quiet,
            ],
            details: """
                recon, summed over an image's values, and kl, summed over the latent coordinates, are in nats per image \
                (mse: the sum of squares), with one sample of z; loss is recon + beta·kl. mse is the squared error of a \
                pixel in [0, 1], decoded from the posterior mean.

                --per-coordinate takes kl apart: the share of each latent coordinate, and its activity, the variance \
                over the images of its posterior mean, next to 0 where the model does without it.
                """,
            examples: [
                ("vae-eval m.ckpt t10k-images.gz", "the test loss"),
                (
                    "vae-eval m.ckpt x.idx --per-item | LC_ALL=C sort -k 2,2gr | head -n 64 | idx-cat --ids - x.idx | grid2png",
                    "the images it finds strangest"
                ),
            ]
        ).run(evaluate)
    }

    static func evaluate(_ arguments: Arguments) throws {
        if arguments[perItem] && arguments[perCoordinate] {
            throw UsageError("--per-item and --per-coordinate exclude each other")
        }
        if arguments.isGiven(labels) && !arguments[perItem] { throw UsageError("--labels needs --per-item") }
        let operands = try ModelOperands(arguments, labels: arguments[labels])
        let model = try Checkpoint<Autoencoder>.read(operands.checkpoint, weightsOnly: true).model
        let images = try ModelImages(operands, labels: arguments[labels], model: model)
        let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
        if arguments[perCoordinate] {
            try writeCoordinates(of: images, model, to: output, arguments)
        } else {
            try writeLosses(of: images, model, to: output, arguments)
        }
        arguments.noteLevels(images.levels, threshold: model.description.threshold)
    }

    private static func writeLosses(
        of images: ModelImages, _ model: Autoencoder, to output: ByteWriter, _ arguments: Arguments
    ) throws {
        let columns =
            arguments[perItem] ? images.leadingColumns + ["loss", "recon", "kl", "mse"] : ["metric", "value"]
        var table = TableWriter(output, columns: columns, header: !arguments[StandardOptions.noHeader])
        var total = BatchLoss(model.description.objective.terms)
        var squares = 0.0
        let seed = UInt64(arguments[StandardOptions.seed])
        // The posteriors of the first images tell whether it has collapsed.
        var coordinates = CoordinateStatistics(model.description)
        var measured = 0
        let work = images.evaluated(by: model, arguments) { evaluator, images, first in
            let posteriors =
                first < PosteriorCollapse.sample ? evaluator.encode(images, firstItem: first, seed: seed) : nil
            return (losses: evaluator.losses(images, firstItem: first, seed: seed), posteriors: posteriors)
        }
        let count = try forEachBatch(of: work, images, arguments) { batch, items in
            let losses = batch.losses
            if let posteriors = batch.posteriors {
                coordinates.add(posteriors)
                measured = items.upperBound
            }
            total += losses.total
            for (item, loss) in zip(items, losses.items) {
                let values = [loss.loss, loss.recon, loss.kl, loss.mse]
                guard values.allSatisfy(\.isFinite) else {
                    throw notFinite("its loss", images.name, item: item, arguments)
                }
                squares += Double(loss.mse)
                if arguments[perItem] { try table.write(row: try images.leading(item), floats: values) }
            }
        }
        if !arguments[perItem] { try writeMeans(of: total, mse: squares / Double(count), to: &table) }
        try table.finish()
        noteCollapse(coordinates, ofFirst: measured, arguments)
    }

    private static func writeMeans(of total: BatchLoss, mse: Double, to table: inout TableWriter) throws {
        for (name, value) in zip(["loss"] + total.names + ["mse"], total.mean.values + [mse]) {
            try table.write(row: [.text(name), .float(Float(value))])
        }
    }

    private static func writeCoordinates(
        of images: ModelImages, _ model: Autoencoder, to output: ByteWriter, _ arguments: Arguments
    ) throws {
        var statistics = CoordinateStatistics(model.description)
        let work = images.evaluated(by: model, arguments) { $0.encode($1, firstItem: $2, seed: 0) }
        let count = try forEachBatch(of: work, images, arguments) { encoding, items in
            if let bad = encoding.mean.firstIndex(where: { !$0.isFinite }) {
                let item = items.lowerBound + bad / model.description.latent
                throw notFinite("its posterior", images.name, item: item, arguments)
            }
            statistics.add(encoding)
        }
        var table = TableWriter(
            output, columns: ["coordinate", "kl", "activity"], header: !arguments[StandardOptions.noHeader])
        for (index, values) in zip(statistics.kl, statistics.activity).enumerated() {
            try table.write(row: [.integer(index + 1)], floats: [Float(values.0), Float(values.1)])
        }
        try table.finish()
        noteCollapse(statistics, ofFirst: count, arguments)
    }

    private static func noteCollapse(_ coordinates: CoordinateStatistics, ofFirst count: Int, _ arguments: Arguments) {
        guard coordinates.showCollapse, !arguments[StandardOptions.quiet] else { return }
        arguments.note(PosteriorCollapse.note(arguments.operands[0], measuredOn: "the first \(count) images"))
    }

    /// Hands out what was made of batch after batch, with the numbers of its images, of which there must be one at least.
    ///
    /// - Returns: how many images there were.
    private static func forEachBatch<Output>(
        of work: ModelImages.Work<Output>, _ images: ModelImages, _ arguments: Arguments,
        _ body: (Output, Range<Int>) throws -> Void
    ) throws -> Int {
        let progress = Progress(
            "evaluating", total: images.announced, unit: "images", quiet: arguments[StandardOptions.quiet])
        var count = 0
        while let (output, items) = try work.next() {
            try body(output, items)
            count = items.upperBound
            progress.advance(to: count)
        }
        progress.finish()
        guard count > 0 else { throw Failure("\(images.name): it holds no images") }
        return count
    }

    private static func notFinite(_ what: String, _ name: String, item: Int, _ arguments: Arguments) -> Failure {
        Failure("\(name): item \(item): \(what) is not finite under the model of \(arguments.operands[0])")
    }
}
