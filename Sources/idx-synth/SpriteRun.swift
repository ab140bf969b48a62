import CommandSupport
import Synthesis
import TensorStreams

/// `idx-synth sprites`.
struct SpriteRun {
    static let factors = Option.text(
        "factors", value: "FILE", file: .written, help: "write what the sprites are to FILE, a table")

    private let count: Int
    /// Nil for every sprite in order.
    private let seed: UInt64?
    private let quiet: Bool
    private let outputs = OutputGroup()
    private let images: ByteWriter
    private let factors: ByteWriter?
    private static let batch = 64

    /// - Parameter count: how many sprites were asked for, if it was said.
    init(_ arguments: Arguments, count: Int?) throws {
        self.count = count ?? SpriteFactors.combinations
        seed = count.map { _ in UInt64(arguments[StandardOptions.seed]) }
        quiet = arguments[StandardOptions.quiet]
        images = try outputs.create(arguments[StandardOptions.output] ?? "-")
        factors = try arguments[Self.factors].map { [outputs] in try outputs.create($0) }
    }

    func run() throws {
        let format = ItemFormat(type: .u8, shape: [SpriteRenderer.side, SpriteRenderer.side])
        var writer = IDXWriter(images, format: format)
        var table = factors.map { TableWriter($0, columns: ["id"] + SpriteFactors.names) }
        var renderer = SpriteRenderer()
        let progress = Progress("drawing", total: count, unit: "images", quiet: quiet)
        for start in stride(from: 0, to: count, by: Self.batch) {
            let items = min(Self.batch, count - start)
            var pixels: [UInt8] = []
            pixels.reserveCapacity(items * format.bytesPerItem)
            for item in start..<start + items {
                let sprite = sprite(item)
                renderer.draw(sprite, into: &pixels)
                try table?.write(row: [.integer(item)], floats: sprite.values)
            }
            try writer.write(TensorBatch(format: format, count: items, bytes: pixels))
            progress.advance(to: start + items)
        }
        try table?.finish()
        try writer.finish()
        try outputs.finish()
        progress.finish()
    }

    private func sprite(_ item: Int) -> SpriteFactors {
        guard let seed else { return SpriteFactors(number: item) }
        var random = RandomSource(seed: seed, stream: UInt64(item))
        return SpriteFactors(number: random.below(SpriteFactors.combinations))
    }
}
