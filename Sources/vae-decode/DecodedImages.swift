import CommandSupport
import TensorStreams
import VAEKit

/// Latents of a level on their way to images, and those on their way out.
struct DecodedImages {
    private let evaluator: Evaluator
    private let level: Int
    /// Of the draws of the levels below; nil where these have their means.
    private let seed: UInt64?
    private let format: ItemFormat
    private var writer: IDXWriter
    /// What messages call the model and the latents.
    private let names: (checkpoint: String, latents: String)

    /// - Parameter level: counted from 0.
    init(
        _ evaluator: Evaluator, level: Int, seed: UInt64?, format: ItemFormat, to bytes: ByteWriter,
        names: (checkpoint: String, latents: String)
    ) {
        (self.evaluator, self.level, self.seed, self.format, self.names) = (evaluator, level, seed, format, names)
        writer = IDXWriter(bytes, format: format)
    }

    /// Images written so far.
    var count: Int { writer.itemsWritten }

    /// Decodes the latents of some rows, at most as many as the evaluator takes, and writes their images.
    mutating func write(_ rows: [Float], labels: [Int]) throws {
        let draws = seed.map { Evaluator.Descent(seed: $0, firstItem: count) }
        let images = evaluator.decode(rows, ofLevel: level, draws: draws, labels: labels)
        if let broken = images.firstIndex(where: { !$0.isFinite }) {
            throw Failure(
                "\(names.latents): row \(count + broken / format.valuesPerItem + 1): its image is not finite under "
                    + "the model of \(names.checkpoint)")
        }
        try writer.write(TensorBatch(format: format, floats: images))
    }

    mutating func finish() throws { try writer.finish() }
}
