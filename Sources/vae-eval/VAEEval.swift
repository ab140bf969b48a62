import CommandSupport
import ModelSupport
import TensorStreams
import VAEKit

@main enum VAEEval {
    static let perItem = Option.flag("per-item", help: "a row for each image instead of the means")
    static let perCoordinate = Option.flag(
        "per-coordinate", help: "a row for each latent coordinate: its share of kl, and whether it is used")
    static let nll = Option.integer(
        "nll", value: "K", in: 1...1_000_000_000, defaultText: "none",
        help: "estimate the negative log-likelihood by K importance weights for each image")
    static let redraw = Option.flag(
        "redraw", help: "draw each pixel, its grey value being the probability of 1, by --seed and its image's number")
    static let labels = StandardOptions.labels(
        help: "labels of the images, an IDX file: adds the label column to --per-item")

    static func main() {
        Command(
            name: "vae-eval",
            summary: "Measure how well a trained model describes images.",
            operands: .required("CKPT") + .optional("FILE"),
            options: [
                labels, perItem, perCoordinate, nll, redraw, StandardOptions.seed, StandardOptions.threads,
                StandardOptions.noHeader,
                StandardOptions.output, StandardOptions.quiet,
            ],
            details: """
                recon, summed over an image's values, and kl, summed over the latent coordinates, are in nats per image \
                (mse: the sum of squares), with one sample of z; loss is recon + beta·kl, or what the model's objective says. mse is the squared error of a \
                pixel in [0, 1], decoded from the posterior mean. elbo is the evidence lower bound, beta being 1; nll the \
                negative log-likelihood, which --nll estimates (IWAE's bound of K draws); both hold all constants of a \
                density. bits_per_dim is the nll, or else the bound, in bits for each value of an image, where it has a \
                meaning; active_units counts the latent coordinates whose activity is above 0.01.

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
        if arguments.isGiven(nll) && arguments[perCoordinate] {
            throw UsageError("--nll and --per-coordinate exclude each other")
        }
        let operands = try ModelOperands(arguments, labels: arguments[labels])
        let model = try Checkpoint<Autoencoder>.read(operands.checkpoint, weightsOnly: true).model
        if arguments.isGiven(labels) && !arguments[perItem] && model.description.classes == nil {
            throw UsageError("--labels needs --per-item, or a model that is told classes")
        }
        if arguments.isGiven(nll) { try requireDensity(model, named: operands.checkpoint) }
        if arguments[redraw] { try requireGreyPixels(model, named: operands.checkpoint) }
        let images = try ModelImages(operands, labels: arguments[labels], model: model)
        let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
        if arguments[perCoordinate] {
            try writeCoordinates(of: images, model, to: output, arguments)
        } else {
            try writeLosses(of: images, model, to: output, arguments)
        }
        arguments.noteLevels(images.levels, threshold: model.description.threshold)
    }

    private static func requireDensity(_ model: Autoencoder, named name: String) throws {
        guard model.description.kind == .vae else {
            throw Failure(
                "\(name): a plain autoencoder gives images no likelihood: --nll needs one of vae-fit --model vae")
        }
        guard model.description.hasPosteriorDensity else {
            throw Failure(
                "\(name): its posterior, of --noise shared, is a line and has no density: --nll needs one of "
                    + "--noise independent")
        }
    }

    private static func requireGreyPixels(_ model: Autoencoder, named name: String) throws {
        guard let threshold = model.description.threshold else { return }
        throw Failure("\(name): its model takes pixels above \(threshold) as 1 and leaves --redraw nothing to draw")
    }

    private static func writeLosses(
        of images: ModelImages, _ model: Autoencoder, to output: ByteWriter, _ arguments: Arguments
    ) throws {
        let draws = arguments[nll]
        let columns = LossReport.columns(model, hasLikelihood: draws != nil)
        let names = arguments[perItem] ? images.leadingColumns + columns : ["metric", "value"]
        var table = TableWriter(output, columns: names, header: !arguments[StandardOptions.noHeader])
        var report = LossReport(model, hasLikelihood: draws != nil)
        let seed = UInt64(arguments[StandardOptions.seed])
        let work = images.evaluated(by: model, arguments, redraws: arguments[redraw], inTurn: draws != nil) {
            evaluator in
            let weights = draws.map { ImportanceWeights(evaluator, draws: $0) }
            return { images, first in
                MeasuredBatch(
                    losses: evaluator.losses(images, firstItem: first, seed: seed),
                    logLikelihoods: weights?.logLikelihoods(images, firstItem: first, seed: seed),
                    bits: BitsPerDimension(model.description, of: images.images, areDrawn: arguments[redraw]))
            }
        }
        let count = try forEachBatch(of: work, images, arguments) { batch, items in
            report.add(batch)
            for (item, values) in zip(items, report.rows(of: batch)) {
                guard values.allSatisfy(\.isFinite) else {
                    throw notFinite("its loss", images.name, item: item, arguments)
                }
                if arguments[perItem] { try table.write(row: try images.leading(item), floats: values) }
            }
        }
        if !arguments[perItem] {
            for (name, value) in report.means { try table.write(row: [.text(name), .float(Float(value))]) }
        }
        try table.finish()
        noteCollapse(report.coordinates, ofFirst: count, arguments)
    }

    private static func writeCoordinates(
        of images: ModelImages, _ model: Autoencoder, to output: ByteWriter, _ arguments: Arguments
    ) throws {
        var statistics = CoordinateStatistics.ofLevels(model.description)
        let seed = UInt64(arguments[StandardOptions.seed])
        let work = images.evaluated(by: model, arguments, redraws: arguments[redraw]) {
            $0.encodings(of: $1, firstItem: $2, seed: seed)
        }
        let count = try forEachBatch(of: work, images, arguments) { encodings, items in
            for (level, latent) in model.description.latents.enumerated() {
                if let bad = encodings[level].mean.firstIndex(where: { !$0.isFinite }) {
                    throw notFinite("its posterior", images.name, item: items.lowerBound + bad / latent, arguments)
                }
                statistics[level].add(encodings[level])
            }
        }
        let leading = statistics.count > 1 ? ["level"] : []
        var table = TableWriter(
            output, columns: leading + ["coordinate", "kl", "activity"], header: !arguments[StandardOptions.noHeader])
        for (number, level) in statistics.enumerated() {
            for (index, values) in zip(level.kl, level.activity).enumerated() {
                let place = leading.map { _ in TableValue.integer(number + 1) } + [.integer(index + 1)]
                let kl: TableValue = level.sharesAreKnown ? .float(Float(values.0)) : .text("")
                try table.write(row: place + [kl], floats: [Float(values.1)])
            }
        }
        try table.finish()
        noteCollapse(statistics, ofFirst: count, arguments)
    }

    private static func noteCollapse(_ coordinates: [CoordinateStatistics], ofFirst count: Int, _ arguments: Arguments)
    {
        guard coordinates.allSatisfy(\.showCollapse), !arguments[StandardOptions.quiet] else { return }
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
