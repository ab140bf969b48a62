import CommandSupport
import ModelSupport
import TensorStreams
import VAEKit

/// Images on their way to codes, and those on their way out: as a table, or as a stream of index maps.
struct EncodedCodes {
    private let model: CodeAutoencoder
    private let images: ModelImages
    private let arguments: Arguments
    private let ranks: RunRanks
    private let checkpoint: String

    /// - Throws: `Failure` where the options ask for what codes have not.
    init(
        _ model: CodeAutoencoder, _ operands: ModelOperands, _ arguments: Arguments, on ranks: RunRanks
    ) throws {
        (self.model, self.arguments, self.ranks) = (model, arguments, ranks)
        checkpoint = operands.checkpoint
        let others: [any OptionDescription] = [
            EncodeOptions.level, EncodeOptions.logvar, EncodeOptions.sample, EncodeOptions.logDensity,
        ]
        if let other = others.first(where: { arguments.isGiven($0) }) {
            throw Failure(
                "\(checkpoint): its latents are codes, without a density or levels: leave out --\(other.name)")
        }
        let ofTable: [any OptionDescription] = [
            EncodeOptions.labels, ItemOptions.firstID, StandardOptions.noHeader,
        ]
        if arguments[EncodeOptions.codes], let other = ofTable.first(where: { arguments.isGiven($0) }) {
            throw UsageError("--codes writes no table: leave out --\(other.name)")
        }
        images = try ModelImages(
            operands, labels: arguments.labels(EncodeOptions.labels, opening: ranks.open), model: model,
            firstID: arguments[ItemOptions.firstID], on: ranks)
    }

    func write() throws {
        let output = ranks.output(arguments)
        if arguments[EncodeOptions.codes] { try Terminal.refuseBinaryOutput(to: output) }
        let bytes = try ByteWriter.create(output)
        if arguments[EncodeOptions.codes] { try writeStream(to: bytes) } else { try writeTable(to: bytes) }
        if ranks.isFirst { arguments.noteLevels(images.levels, threshold: model.threshold) }
    }

    private func writeStream(to bytes: ByteWriter) throws {
        let format = model.codeFormat
        var writer = IDXWriter(bytes, format: format)
        try forEachBatch { codes, _ in
            try writer.write(TensorBatch(format: format, integers: codes.flatMap { $0 }))
        }
        try writer.finish()
    }

    private func writeTable(to bytes: ByteWriter) throws {
        var table = TableWriter(
            bytes, columns: images.leadingColumns + (1...model.codesPerImage).map { "c\($0)" },
            header: !arguments[StandardOptions.noHeader])
        try forEachBatch { codes, items in
            for (item, codes) in zip(items, codes) {
                try table.write(row: try images.leading(item) + codes.map { .integer($0) })
            }
        }
        try table.finish()
    }

    /// Hands out the codes of batch after batch, with the numbers of its images.
    private func forEachBatch(_ body: ([[Int]], Range<Int>) throws -> Void) throws {
        let progress = Progress(
            "encoding", total: images.announced, unit: "images", quiet: arguments[StandardOptions.quiet])
        let seed = UInt64(arguments[StandardOptions.seed])
        let work = try images.evaluated(by: model, arguments) {
            FoundCodes($0.codes(of: $1, firstItem: $2, seed: seed))
        }
        while let (found, items) = try work.next() {
            let codes = found.codes.compactMap { $0 }
            if let broken = found.codes.firstIndex(where: { $0 == nil }) {
                throw Failure(
                    "\(images.name): item \(items.lowerBound + broken): its latent is not finite under the model of "
                        + checkpoint)
            }
            try body(codes, items)
            progress.advance(to: items.upperBound)
        }
        progress.finish()
    }
}
