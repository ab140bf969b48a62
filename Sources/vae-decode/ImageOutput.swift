import CommandSupport
import TensorStreams

/// Where decoded images go, each of which must be finite.
struct ImageOutput {
    private let format: ItemFormat
    private var writer: IDXWriter
    /// What messages call the model and what was decoded.
    private let names: (checkpoint: String, latents: String)

    init(_ format: ItemFormat, to bytes: ByteWriter, names: (checkpoint: String, latents: String)) {
        (self.format, self.names) = (format, names)
        writer = IDXWriter(bytes, format: format)
    }

    /// Images written so far.
    var count: Int { writer.itemsWritten }

    /// Writes images, items × values.
    mutating func write(_ images: [Float]) throws {
        if let broken = images.firstIndex(where: { !$0.isFinite }) {
            throw Failure(
                "\(names.latents): row \(count + broken / format.valuesPerItem + 1): its image is not finite under "
                    + "the model of \(names.checkpoint)")
        }
        try writer.write(TensorBatch(format: format, floats: images))
    }

    mutating func finish() throws { try writer.finish() }
}
