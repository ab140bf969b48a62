import CommandSupport
import Latents
import ModelSupport
import TensorStreams
import Threads
import VAEKit

@main enum VAEDecode {
    enum PixelType: String, CaseIterable {
        case u8, f32
    }

    static let type = Option.choice(
        "type", of: PixelType.self, default: .u8, help: "pixels as bytes, or as exact means within [0, 1]")

    static let level = LevelOptions.level(help: "the level of the latents, of a model that has several")
    static let sample = Option.flag("sample", help: "draw the levels below the latents instead of taking their means")
    static let label = Option.integer(
        "label", value: "N", in: 0...Int(Int32.max), defaultText: "the label column",
        help: "the class of all latents, for a model that is told classes")

    static func main() {
        Command(
            name: "vae-decode",
            summary: "Decode a table of latents to a stream of images.",
            operands: .required("CKPT") + .optional("FILE"),
            options: [
                type, label, level, sample, StandardOptions.seed, StandardOptions.threads, StandardOptions.output,
                StandardOptions.quiet,
            ],
            details: """
                Latents are the columns z1 …, or mu1 …, or all columns of a table without a header; other columns are \
                passed over, but for the label column where the model is told the class of each image.
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
        let model = try Checkpoint<Autoencoder>.read(operands.checkpoint, weightsOnly: true).model
        var latents = try LatentReader(operands.input)
        let level = try levelIndex(of: latents, model.description, operands, arguments)
        let latent = model.description.latents[level]
        let evaluator = Evaluator(model, team: ThreadTeam(threads: arguments[StandardOptions.threads]))
        let format = ItemFormat(type: arguments[type] == .u8 ? .u8 : .f32, shape: model.description.imageShape)
        var writer = DecodedImages(
            evaluator, level: level, seed: arguments[sample] ? UInt64(arguments[StandardOptions.seed]) : nil,
            format: format, to: try ByteWriter.create(output ?? "-"),
            names: (checkpoint: operands.checkpoint, latents: latents.name))
        let progress = Progress("decoding", total: nil, unit: "images", quiet: arguments[StandardOptions.quiet])
        let classes = try LatentClasses(model, latents, label: arguments[label], named: operands.checkpoint)
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
        let level = try LevelOptions.index(arguments, Self.level, of: model, named: operands.checkpoint)
        if arguments[sample] && level == 0 {
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
