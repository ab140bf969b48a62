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

    static let label = Option.integer(
        "label", value: "N", in: 0...Int(Int32.max), defaultText: "the label column",
        help: "the class of all latents, for a model that is told classes")

    static func main() {
        Command(
            name: "vae-decode",
            summary: "Decode a table of latents to a stream of images.",
            operands: .required("CKPT") + .optional("FILE"),
            options: [type, label, StandardOptions.threads, StandardOptions.output, StandardOptions.quiet],
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
        let latent = model.description.latents.last ?? 0
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
        let classes = try LatentClasses(model, latents, label: arguments[label], named: operands.checkpoint)
        func write(_ rows: [Float], _ labels: [Int]) throws {
            let images = evaluator.decode(rows, labels: labels)
            if let broken = images.firstIndex(where: { !$0.isFinite }) {
                throw Failure(
                    "\(latents.name): row \(writer.itemsWritten + broken / format.valuesPerItem + 1): its image is not "
                        + "finite under the model of \(operands.checkpoint)")
            }
            try writer.write(TensorBatch(format: format, floats: images))
        }
        var (rows, labels): ([Float], [Int]) = ([], [])
        while let row = try latents.next() {
            rows.append(contentsOf: row.latent)
            labels.append(try classes.label(of: row, number: writer.itemsWritten + labels.count + 1))
            if rows.count < evaluator.batchSize * latent { continue }
            try write(rows, labels)
            rows.removeAll(keepingCapacity: true)
            labels.removeAll(keepingCapacity: true)
            progress.advance(to: writer.itemsWritten)
        }
        if !rows.isEmpty { try write(rows, labels) }
        progress.finish()
        try writer.finish()
    }
}
