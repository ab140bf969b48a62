import CommandSupport
import Synthesis
import TensorStreams

/// `idx-synth digits`.
struct DigitRun {
    static let size = Option.integer(
        "size", value: "PIXELS", default: 28, in: 8...1024, help: "side of the images of digits")
    static let labels = StandardOptions.labels(
        file: .written, help: "write which digits they are to FILE, an IDX file")

    private let count: Int
    private let seed: UInt64
    private let size: Int
    private let quiet: Bool
    private let outputs = OutputGroup()
    private let images: ByteWriter
    private let labels: ByteWriter?
    /// Images in a batch: some hundreds, fewer of large ones.
    private let batch: Int

    /// - Parameter count: how many digits were asked for, if it was said.
    init(_ arguments: Arguments, count: Int?) throws {
        self.count = count ?? 1000
        seed = UInt64(arguments[StandardOptions.seed])
        size = arguments[Self.size]
        batch = min(256, max(1, (1 << 20) / (size * size)))
        quiet = arguments[StandardOptions.quiet]
        images = try outputs.create(arguments[StandardOptions.output] ?? "-")
        labels = try arguments[Self.labels].map { [outputs] in try outputs.create($0) }
    }

    func run() throws {
        let imageFormat = ItemFormat(type: .u8, shape: [size, size])
        let labelFormat = ItemFormat(type: .u8, shape: [])
        var imageWriter = IDXWriter(images, format: imageFormat)
        var labelWriter = labels.map { IDXWriter($0, format: labelFormat) }
        var generator = DigitGenerator(seed: seed, size: size)
        let progress = Progress("drawing", total: count, unit: "images", quiet: quiet)
        for start in stride(from: 0, to: count, by: batch) {
            let items = min(batch, count - start)
            var pixels: [UInt8] = []
            var digits: [UInt8] = []
            pixels.reserveCapacity(items * size * size)
            for item in start..<start + items {
                digits.append(generator.draw(UInt64(item), into: &pixels))
            }
            try imageWriter.write(TensorBatch(format: imageFormat, count: items, bytes: pixels))
            try labelWriter?.write(TensorBatch(format: labelFormat, count: items, bytes: digits))
            progress.advance(to: start + items)
        }
        try labelWriter?.finish()
        try imageWriter.finish()
        try outputs.finish()
        progress.finish()
    }
}
