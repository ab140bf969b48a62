import CommandSupport
import ModelSupport
import TensorStreams
import VAEKit

@main enum VAEEval {
    static func main() {
        Command(
            name: "vae-eval",
            summary: "Measure how well a trained model describes images.",
            operands: .required("CKPT") + .optional("FILE"),
            options: [
                EvalOptions.labels, StandardOptions.levels, EvalOptions.perItem, EvalOptions.perCoordinate,
                EvalOptions.nll, EvalOptions.redraw, ItemOptions.firstID,
                StandardOptions.seed, StandardOptions.threads, StandardOptions.noHeader, StandardOptions.output,
                StandardOptions.quiet,
            ],
            details: """
                recon, summed over an image's values, and kl, summed over the latent coordinates, are in nats per image \
                (mse: the sum of squares), with one sample of z; loss is recon + beta·kl, or what the model's objective says. mse is the squared error of a \
                pixel in [0, 1], decoded from the posterior mean. elbo is the evidence lower bound, beta being 1; nll the \
                negative log-likelihood, which --nll estimates (IWAE's bound of K draws); both hold all constants of a \
                density. bits_per_dim is the nll, or else the bound, in bits for each value of an image, where it has a \
                meaning; active_units counts the latent coordinates whose activity is above 0.01.

                Of a model of codes commit is the squared distance of the encoder's values to their codes, perplexity how \
                many codes, all used as often, would tell as much, and codes_used how many were used at all.

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
        ).run(shared: evaluate)
    }

    static func evaluate(_ arguments: Arguments, on ranks: RunRanks) throws {
        if arguments[EvalOptions.perItem] && arguments[EvalOptions.perCoordinate] {
            throw UsageError("--per-item and --per-coordinate exclude each other")
        }
        if arguments.isGiven(EvalOptions.nll) && arguments[EvalOptions.perCoordinate] {
            throw UsageError("--nll and --per-coordinate exclude each other")
        }
        let operands = try ModelOperands(arguments, labels: arguments[EvalOptions.labels])
        let file = try CheckpointFile(reading: ranks.open(operands.checkpoint), weightsOnly: true)
        if file.family == .codes {
            return try CodeLosses(try Checkpoint(file).model, operands, arguments, on: ranks).write()
        }
        try evaluate(try Checkpoint(file).model, operands, arguments, on: ranks)
    }

    private static func evaluate(
        _ model: Autoencoder, _ operands: ModelOperands, _ arguments: Arguments, on ranks: RunRanks
    ) throws {
        if arguments.isGiven(EvalOptions.labels) && !arguments[EvalOptions.perItem] && model.description.classes == nil
        {
            throw UsageError("--labels needs --per-item, or a model that is told classes")
        }
        if arguments.isGiven(EvalOptions.nll) { try requireDensity(model, named: operands.checkpoint) }
        if arguments[EvalOptions.redraw] {
            try EvalOptions.requireGreyPixels(model.items, model.threshold, named: operands.checkpoint)
        }
        let images = try ModelImages(
            operands, labels: arguments.labels(EvalOptions.labels, opening: ranks.open), model: model,
            firstID: arguments[ItemOptions.firstID], on: ranks)
        let output = try ByteWriter.create(ranks.output(arguments))
        if arguments[EvalOptions.perCoordinate] {
            try writeCoordinates(of: images, model, to: output, arguments, on: ranks)
        } else {
            try writeLosses(of: images, model, to: output, arguments, on: ranks)
        }
        if ranks.isFirst { arguments.noteLevels(images.levels, threshold: model.description.threshold) }
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

    private static func writeLosses(
        of images: ModelImages, _ model: Autoencoder, to output: ByteWriter, _ arguments: Arguments, on ranks: RunRanks
    ) throws {
        let draws = arguments[EvalOptions.nll]
        let columns = LossReport.columns(model, hasLikelihood: draws != nil)
        let names = arguments[EvalOptions.perItem] ? images.leadingColumns + columns : ["metric", "value"]
        var table = TableWriter(output, columns: names, header: !arguments[StandardOptions.noHeader])
        var report = LossReport(model, hasLikelihood: draws != nil)
        let seed = UInt64(arguments[StandardOptions.seed])
        let work = try images.evaluated(
            by: model, arguments, redraws: arguments[EvalOptions.redraw], inTurn: draws != nil
        ) { evaluator in
            let weights = draws.map { ImportanceWeights(evaluator, draws: $0) }
            return { images, first in
                MeasuredBatch(
                    losses: evaluator.losses(images, firstItem: first, seed: seed),
                    logLikelihoods: weights?.logLikelihoods(images, firstItem: first, seed: seed) ?? [],
                    bits: BitsPerDimension(
                        model.description, of: images.images, areDrawn: arguments[EvalOptions.redraw]))
            }
        }
        let count = try EvaluatedBatches.forEach(of: work, images, arguments, on: ranks) { batch, items in
            report.add(batch)
            for (item, values) in zip(items, report.rows(of: batch)) {
                guard values.allSatisfy(\.isFinite) else {
                    throw EvaluatedBatches.notFinite("its loss", images.name, item: item, arguments)
                }
                if arguments[EvalOptions.perItem] { try table.write(row: try images.leading(item), floats: values) }
            }
        }
        guard let count else { return }
        if !arguments[EvalOptions.perItem] {
            for (name, value) in report.means { try table.write(row: [.text(name), .float(Float(value))]) }
        }
        try table.finish()
        noteCollapse(report.coordinates, ofFirst: count, arguments)
    }

    private static func writeCoordinates(
        of images: ModelImages, _ model: Autoencoder, to output: ByteWriter, _ arguments: Arguments, on ranks: RunRanks
    ) throws {
        var statistics = CoordinateStatistics.ofLevels(model.description)
        let seed = UInt64(arguments[StandardOptions.seed])
        let work = try images.evaluated(by: model, arguments, redraws: arguments[EvalOptions.redraw]) {
            EncodedLevels($0.encodings(of: $1, firstItem: $2, seed: seed))
        }
        let count = try EvaluatedBatches.forEach(of: work, images, arguments, on: ranks) { levels, items in
            let encodings = levels.encodings
            for (level, latent) in model.description.latents.enumerated() {
                if let bad = encodings[level].mean.firstIndex(where: { !$0.isFinite }) {
                    throw EvaluatedBatches.notFinite(
                        "its posterior", images.name, item: items.lowerBound + bad / latent, arguments)
                }
                statistics[level].add(encodings[level])
            }
        }
        guard let count else { return }
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
}
