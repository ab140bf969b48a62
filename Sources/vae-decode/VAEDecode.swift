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
        ).run(shared: decode)
    }

    static func decode(_ arguments: Arguments, on ranks: RunRanks) throws {
        try Terminal.refuseBinaryOutput(to: ranks.output(arguments))
        let operands = try ModelOperands(arguments)
        let file = try CheckpointFile(reading: ranks.open(operands.checkpoint), weightsOnly: true)
        if file.family == .codes {
            return try decode(codesBy: try Checkpoint(file).model, operands, arguments, on: ranks)
        }
        try decode(by: try Checkpoint(file).model, operands, arguments, on: ranks)
    }

    private static func decode(
        by model: Autoencoder, _ operands: ModelOperands, _ arguments: Arguments, on ranks: RunRanks
    ) throws {
        let level = try levelIndex(of: model.description, operands, arguments)
        var latents =
            ranks.isFirst ? try LatentBatches(operands, for: model, level: level, arguments) : nil
        var work = try DecodedImages(model, latents?.name ?? operands.input, operands, arguments, on: ranks)
        let seed = arguments[DecodeOptions.sample] ? UInt64(arguments[StandardOptions.seed]) : nil
        let size = Evaluator.batchSize(for: model)
        try work.write(read: { try latents?.next(atMost: size) }) {
            let evaluator = Evaluator(model, team: ThreadTeam(threads: 1))
            return { batch in
                let draws = seed.map { Evaluator.Descent(seed: $0, firstItem: batch.first) }
                return evaluator.decode(batch.latents, ofLevel: level, draws: draws, labels: batch.labels)
            }
        }
    }

    /// The level of the latents, counted from 0.
    ///
    /// - Throws: `Failure` where the model has none of that number, or none below it to draw.
    private static func levelIndex(
        of model: ModelDescription, _ operands: ModelOperands, _ arguments: Arguments
    ) throws -> Int {
        let level = try LevelOptions.index(arguments, DecodeOptions.level, of: model, named: operands.checkpoint)
        if arguments[DecodeOptions.sample] && level == 0 {
            throw Failure("\(operands.checkpoint): there are no latents below those of level 1: leave out --sample")
        }
        return level
    }

    private static func decode(
        codesBy model: CodeAutoencoder, _ operands: ModelOperands, _ arguments: Arguments, on ranks: RunRanks
    ) throws {
        try DecodeOptions.refuseThoseOfNumbers(named: operands.checkpoint, arguments)
        var codes = ranks.isFirst ? try CodeReader(operands.input, for: model, named: operands.checkpoint) : nil
        var work = try DecodedImages(model, codes?.name ?? operands.input, operands, arguments, on: ranks)
        let size = CodeEvaluator.batchSize(for: model)
        try work.write(read: { try codes?.next(atMost: size) }) {
            let evaluator = CodeEvaluator(model, team: ThreadTeam(threads: 1))
            return { evaluator.decode($0.codes) }
        }
    }
}
