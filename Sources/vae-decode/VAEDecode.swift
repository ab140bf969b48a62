import CommandSupport
import Latents
import ModelSupport
import TensorStreams
import Threads
import VAEKit

@main enum VAEDecode {
    static func main() {
        Command(
            name: "vae-decode",
            summary: "Decode a table of latents, or codes, to a stream of images.",
            operands: .required("CKPT") + .optional("FILE"),
            options: [
                DecodeOptions.type, DecodeOptions.label, StandardOptions.levels, DecodeOptions.level,
                DecodeOptions.sample,
                StandardOptions.seed,
                StandardOptions.threads, StandardOptions.output, StandardOptions.quiet,
            ],
            details: """
                Latents are the columns z1 …, or mu1 …, or all columns of a table without a header; other columns are \
                passed over, but for the label column where the model is told the class of each image. A model of codes \
                reads the columns c1 …, or a stream of index maps.
                """,
            examples: [
                (
                    "z-grid --steps 20 | vae-decode m.ckpt | grid2png > manifold.png",
                    "the latent plane as a map of images"
                ),
                ("z-sample -n 64 --for m.ckpt | vae-decode m.ckpt -o new.idx", "new images"),
            ]
        ).run(decode)
    }

    static func decode(_ arguments: Arguments) throws {
        let output = arguments[StandardOptions.output]
        try Terminal.refuseBinaryOutput(to: output)
        let operands = try ModelOperands(arguments)
        let file = try CheckpointFile(reading: operands.checkpoint, weightsOnly: true)
        if file.family == .codes {
            return try DecodedCodes(try Checkpoint(file).model, operands, arguments).write(to: output ?? "-")
        }
        try decode(by: try Checkpoint(file).model, operands, arguments)
    }

    private static func decode(by model: Autoencoder, _ operands: ModelOperands, _ arguments: Arguments) throws {
        var latents = try LatentReader(operands.input)
        let level = try levelIndex(of: latents, model.description, operands, arguments)
        let latent = model.description.latents[level]
        let evaluator = Evaluator(model, team: ThreadTeam(threads: arguments[StandardOptions.threads]))
        let format = try DecodeOptions.format(of: model, named: operands.checkpoint, arguments)
        var writer = DecodedImages(
            evaluator, level: level,
            seed: arguments[DecodeOptions.sample] ? UInt64(arguments[StandardOptions.seed]) : nil,
            to: ImageOutput(
                format, to: try ByteWriter.create(arguments[StandardOptions.output] ?? "-"),
                names: (checkpoint: operands.checkpoint, latents: latents.name)))
        let progress = Progress("decoding", total: nil, unit: "images", quiet: arguments[StandardOptions.quiet])
        let classes = try LatentClasses(
            model, latents, label: arguments[DecodeOptions.label], levels: arguments.levels(of: nil),
            named: operands.checkpoint)
        var (rows, labels): ([Float], [Int]) = ([], [])
        while let row = try latents.next() {
            rows.append(contentsOf: row.latent)
            labels.append(try classes.label(of: row, number: writer.count + labels.count + 1))
            if rows.count < evaluator.batchSize * latent { continue }
            try writer.write(rows, labels: labels)
            rows.removeAll(keepingCapacity: true)
            labels.removeAll(keepingCapacity: true)
            progress.advance(to: writer.count)
        }
        if !rows.isEmpty { try writer.write(rows, labels: labels) }
        progress.finish()
        try writer.finish()
    }

    /// The level of the latents, counted from 0.
    ///
    /// - Throws: `Failure` where the model has none of that number, or its latents are not as wide.
    private static func levelIndex(
        of latents: LatentReader, _ model: ModelDescription, _ operands: ModelOperands, _ arguments: Arguments
    ) throws -> Int {
        let level = try LevelOptions.index(arguments, DecodeOptions.level, of: model, named: operands.checkpoint)
        if arguments[DecodeOptions.sample] && level == 0 {
            throw Failure("\(operands.checkpoint): there are no latents below those of level 1: leave out --sample")
        }
        guard latents.width == model.latents[level] else {
            throw Failure(
                "\(latents.name): its latents have \(latents.width) columns, but the model of \(operands.checkpoint) "
                    + "has \(model.latents[level])" + (model.upper.isEmpty ? "" : " at level \(level + 1)"))
        }
        return level
    }
}
