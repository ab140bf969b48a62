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

    static func main() {
        Command(
            name: "vae-decode",
            summary: "Decode a table of latents to a stream of images.",
            operands: .required("CKPT") + .optional("FILE"),
            options: [type, StandardOptions.threads, StandardOptions.output, StandardOptions.quiet],
            details: """
                Latents are the columns z1 …, or mu1 …, or all columns of a table without a header; other columns are \
                passed over.
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
        let latent = model.description.latent
        guard latents.width == latent else {
            throw Failure(
                "\(latents.name): its latents have \(latents.width) columns, but the model of \(operands.checkpoint) "
                    + "has \(latent)"
            )
        }
        let evaluator = Evaluator(model, team: ThreadTeam(threads: arguments[StandardOptions.threads]))
        let format = ItemFormat(type: arguments[type] == .u8 ? .u8 : .f32, shape: model.description.imageShape)
        var writer = IDXWriter(try ByteWriter.create(output ?? "-"), format: format)
        let progress = Progress("decoding", total: nil, unit: "images", quiet: arguments[StandardOptions.quiet])
        func write(_ rows: [Float]) throws {
            let images = evaluator.decode(rows)
            if let broken = images.firstIndex(where: { !$0.isFinite }) {
                throw Failure(
                    "\(latents.name): row \(writer.itemsWritten + broken / format.valuesPerItem + 1): its image is not "
                        + "finite under the model of \(operands.checkpoint)")
            }
            try writer.write(TensorBatch(format: format, floats: images))
        }
        var rows: [Float] = []
        while let row = try latents.next() {
            rows.append(contentsOf: row.latent)
            if rows.count < evaluator.batchSize * latent { continue }
            try write(rows)
            rows.removeAll(keepingCapacity: true)
            progress.advance(to: writer.itemsWritten)
        }
        if !rows.isEmpty { try write(rows) }
        progress.finish()
        try writer.finish()
    }
}
