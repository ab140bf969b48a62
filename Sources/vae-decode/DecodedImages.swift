import CommandSupport
import ModelSupport
import TensorStreams
import Threads
import VAEKit

/// Images, items × values, on their way back to the rank that writes them.
private struct DecodedBatch: Parcelled {
    let images: [Float]

    init(_ images: [Float]) { self.images = images }

    init(from parcel: inout Parcel) { images = parcel.take() }

    func put(into parcel: inout Parcel) { parcel.put(images) }
}

/// What a model makes of latents or codes, which the first rank reads and hands out, and writes the images of.
struct DecodedImages {
    private let arguments: Arguments
    private let ranks: RunRanks
    private var output: ImageOutput

    /// - Parameter latents: what messages call the input.
    init(
        _ model: some Model, _ latents: String, _ operands: ModelOperands, _ arguments: Arguments, on ranks: RunRanks
    ) throws {
        (self.arguments, self.ranks) = (arguments, ranks)
        output = ImageOutput(
            try DecodeOptions.format(of: model, named: operands.checkpoint, arguments),
            to: try ByteWriter.create(ranks.output(arguments)),
            names: (checkpoint: operands.checkpoint, latents: latents))
        try ranks.agree(on: [RunRanks.build, ("weights", "\(model.checksum)")])
    }

    /// - Parameters:
    ///   - read: the next batch of the input, on the first rank.
    ///   - makeDecoder: makes what decodes batches for the thread that calls it.
    mutating func write<Batch: Parcelled>(
        read: @escaping () throws -> Batch?, makeDecoder: @escaping () -> (Batch) -> [Float]
    ) throws {
        let progress = Progress("decoding", total: nil, unit: "images", quiet: arguments[StandardOptions.quiet])
        let work = SharedWork<Batch, DecodedBatch>(
            on: ranks.group, threads: arguments[StandardOptions.threads] ?? ranks.threads, isHandedOut: true,
            read: read,
            makeWorker: {
                let decode = makeDecoder()
                return { DecodedBatch(decode($0)) }
            })
        while let batch = try work.next() {
            try output.write(batch.images)
            progress.advance(to: output.count)
        }
        progress.finish()
        try output.finish()
    }
}
