import Glibc
import TensorStreams

/// How fast the libraries read, write and change streams and tables, on one thread.
struct StreamTiming {
    static let columns = ["stream", "mbytes", "ms", "mbytes_per_s"]

    /// Images that the streams are of.
    let images: TensorBatch
    /// Seconds that each rate is measured for.
    let seconds: Double

    private static let rows = 60_000
    private static let width = 32

    /// Calls `report` with a row for each rate. Files are written to a folder of their own, which is removed.
    func measure(_ report: ([TableValue]) throws -> Void) throws {
        let folder = try ScratchFolder()
        let size = images.bytes.count
        try report(row("idx-write", size) { try write(images, to: folder.path + "/idx") })
        try report(row("idx-read", size) { try read(folder.path + "/idx") })
        let packed = try GzipSample.pack(images.bytes)
        try report(
            row("gunzip", size) { _ = try ByteReader(packed, name: "gzip").bytes(size) })
        var threshold = Binarizer(.threshold(128))
        try report(row("binarize", size) { _ = threshold.binarized(images) })
        var bernoulli = Binarizer(.bernoulli(seed: 0))
        try report(row("binarize-bernoulli", size) { _ = bernoulli.binarized(images) })
        let table = folder.path + "/tsv"
        let numbers = Self.numbers()
        let tableSize = try write(numbers, to: table)
        try report(row("table-write", tableSize) { _ = try write(numbers, to: table) })
        try report(row("table-read", tableSize) { try readTable(table) })
    }

    /// The median time of an action over `bytes` bytes.
    private func row(_ name: String, _ bytes: Int, _ action: () throws -> Void) throws -> [TableValue] {
        var times: [Double] = []
        let end = Clock.now + seconds
        while times.count < 3 || Clock.now < end {
            let start = Clock.now
            try action()
            times.append(Clock.now - start)
        }
        let time = times.sorted()[times.count / 2]
        return [
            .text(name), .double((Double(bytes) / 1e4).rounded() / 100), .double((time * 1e6).rounded() / 1000),
            .integer(Int((Double(bytes) / 1e6 / time).rounded())),
        ]
    }

    private func write(_ batch: TensorBatch, to path: String) throws {
        var writer = IDXWriter(try ByteWriter.create(path))
        let step = batch.format.itemsPerBatch
        for start in stride(from: 0, to: batch.count, by: step) {
            try writer.write(batch.items(in: start..<min(start + step, batch.count)))
        }
        try writer.finish()
    }

    private func read(_ path: String) throws {
        var reader = IDXReader(try ByteReader.open(path))
        let step = try reader.requiredFormat().itemsPerBatch
        while try reader.next(atMost: step) != nil {}
    }

    /// Returns the bytes written.
    @discardableResult
    private func write(_ numbers: [Float], to path: String) throws -> Int {
        let output = try ByteWriter.create(path)
        var table = TableWriter(output, columns: (1...Self.width).map { "z\($0)" })
        for start in stride(from: 0, to: numbers.count, by: Self.width) {
            try table.write(floats: numbers[start..<start + Self.width])
        }
        try table.finish()
        return output.position
    }

    private func readTable(_ path: String) throws {
        var table = try TableReader(try ByteReader.open(path))
        let columns = Array(0..<Self.width)
        while try table.floats(columns: columns, atMost: 1024) != nil {}
    }

    /// Numbers as latents are: with all their digits.
    private static func numbers() -> [Float] {
        var random = RandomSource(seed: 0)
        return (0..<rows * width).map { _ in 4 * random.uniform() - 2 }
    }
}

/// A folder for files that nobody keeps.
private final class ScratchFolder {
    let path: String

    init() throws {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/vae-bench-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FileError(name: base, action: "make a folder in") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in ["idx", "tsv"] { unlink(path + "/" + name) }
        rmdir(path)
    }
}
