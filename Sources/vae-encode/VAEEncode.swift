import CommandSupport
import ModelSupport
import TensorStreams
import Threads
import VAEKit

@main enum VAEEncode {
    static func main() {
        Command(
            name: "vae-encode",
            summary: "Encode images with a trained model, as a table of latents.",
            operands: .required("CKPT") + .optional("FILE"),
            options: [
                EncodeOptions.labels, StandardOptions.levels, EncodeOptions.codes, EncodeOptions.level,
                EncodeOptions.logvar,
                EncodeOptions.sample,
                EncodeOptions.logDensity, ItemOptions.firstID, StandardOptions.seed, StandardOptions.threads,
                StandardOptions.noHeader,
                StandardOptions.output, StandardOptions.quiet,
            ],
            details: """
                A row for each image: its number from 0 (id), its label where --labels names them, and the mean of its \
                posterior (z1 …), or its codes (c1 …).
                """,
            examples: [
                (
                    "vae-encode m.ckpt t10k-images.gz --labels t10k-labels.gz | plot > map.png",
                    "the latent plane by digit"
                ),
                ("vae-encode m.ckpt < faces.idx | vae-decode m.ckpt | grid2png > seen.png", "reconstructions"),
                ("vae-encode --codes vq.ckpt < faces.idx -o codes.idx", "the maps of codes"),
            ]
        ).run(shared: encode)
    }

    static func encode(_ arguments: Arguments, on ranks: RunRanks) throws {
        if arguments[EncodeOptions.sample] && arguments[EncodeOptions.logvar] {
            throw UsageError("--sample and --logvar exclude each other")
        }
        let operands = try ModelOperands(arguments, labels: arguments[EncodeOptions.labels])
        let file = try CheckpointFile(reading: ranks.open(operands.checkpoint), weightsOnly: true)
        if file.family == .codes {
            return try EncodedCodes(try Checkpoint(file).model, operands, arguments, on: ranks).write()
        }
        try encode(by: try Checkpoint(file).model, operands, arguments, on: ranks)
    }

    private static func encode(
        by model: Autoencoder, _ operands: ModelOperands, _ arguments: Arguments, on ranks: RunRanks
    ) throws {
        if arguments[EncodeOptions.codes] {
            throw Failure("\(operands.checkpoint): its latents are real numbers and no codes: leave out --codes")
        }
        let level = try levelIndex(of: model.description, named: operands.checkpoint, arguments)
        let images = try ModelImages(
            operands, labels: arguments.labels(EncodeOptions.labels, opening: ranks.open), model: model,
            firstID: arguments[ItemOptions.firstID], on: ranks)
        let latent = model.description.latents[level]
        let output = try ByteWriter.create(ranks.output(arguments))
        var table = TableWriter(
            output, columns: images.leadingColumns + columns(latent, arguments),
            header: !arguments[StandardOptions.noHeader])
        let progress = Progress(
            "encoding", total: images.announced, unit: "images", quiet: arguments[StandardOptions.quiet])
        let encodings = try encodings(of: images, level: level, by: model, arguments)
        while let (batch, items) = try encodings.next() {
            for (number, item) in items.enumerated() {
                let places = number * latent..<(number + 1) * latent
                let values =
                    values(of: batch.encoding, at: places, arguments) + batch.densities.dropFirst(number).prefix(1)
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
        if ranks.isFirst { arguments.noteLevels(images.levels, threshold: model.description.threshold) }
    }

    /// The level whose latents are wanted, counted from 0.
    ///
    /// - Throws: `Failure` where the model has not what the options ask for.
    private static func levelIndex(
        of model: ModelDescription, named name: String, _ arguments: Arguments
    ) throws -> Int {
        if arguments[EncodeOptions.logvar] && model.kind == .ae {
            throw Failure("\(name): a plain autoencoder has no variance: leave out --logvar")
        }
        if arguments[EncodeOptions.logvar] && model.posteriorForm != .normal {
            throw Failure("\(name): its posterior has a flow, and no variance that is known: leave out --logvar")
        }
        if arguments[EncodeOptions.logDensity] && model.kind == .ae {
            throw Failure("\(name): a plain autoencoder has no prior: leave out --log-density")
        }
        let level = try LevelOptions.index(arguments, EncodeOptions.level, of: model, named: name)
        if arguments[EncodeOptions.logDensity] && level < model.upper.count {
            throw Failure("\(name): only the topmost latents have a density of their own: leave out --log-density")
        }
        return level
    }

    /// Batches of encodings of a level, and log p(z) of each of their latents where that is wanted.
    private static func encodings(
        of images: ModelImages, level: Int, by model: Autoencoder, _ arguments: Arguments
    ) throws -> ImageWork<EncodedBatch> {
        let seed = UInt64(arguments[StandardOptions.seed])
        return try images.evaluated(by: model, arguments, inTurn: false) { evaluator in
            let prior = arguments[EncodeOptions.logDensity] ? ModelPrior(model, team: ThreadTeam(threads: 1)) : nil
            return { images, first in
                let encoding = evaluator.encode(images, ofLevel: level, firstItem: first, seed: seed)
                let latents = arguments[EncodeOptions.sample] ? encoding.sample : encoding.mean
                return EncodedBatch(encoding, densities: prior?.logDensities(of: latents) ?? [])
            }
        }
    }

    /// What a row has of an encoding, behind what leads it.
    private static func values(
        of encoding: Evaluator.Encoding, at places: Range<Int>, _ arguments: Arguments
    ) -> ArraySlice<Float> {
        if arguments[EncodeOptions.sample] { return encoding.sample[places] }
        return encoding.mean[places] + (arguments[EncodeOptions.logvar] ? encoding.logVariance[places] : [])
    }

    private static func columns(_ latent: Int, _ arguments: Arguments) -> [String] {
        let numbers = 1...latent
        let latents =
            arguments[EncodeOptions.logvar]
            ? numbers.map { "mu\($0)" } + numbers.map { "logvar\($0)" } : numbers.map { "z\($0)" }
        return latents + (arguments[EncodeOptions.logDensity] ? ["log_density"] : [])
    }
}
