/// Reads a tensor stream: IDX tensors back to back, all of one type and item shape, as if they were one.
///
/// Memory follows the data that is there, never the sizes a header claims. Tensors are counted from 0 in messages.
public struct IDXReader {
    private let bytes: ByteReader
    private var first: ItemFormat?
    private var current: IDXHeader?
    private var leftInTensor = 0
    private var hasEnded = false
    /// Which levels the pixels read so far take.
    public let levels: PixelLevels
    /// Tensors begun so far.
    public private(set) var tensorsRead = 0
    /// Items handed out or skipped so far.
    public private(set) var itemsRead = 0

    /// - Parameter levels: what is to learn the levels of the pixels, where that is there already.
    public init(_ bytes: ByteReader, levels: PixelLevels? = nil) {
        self.bytes = bytes
        self.levels = levels ?? PixelLevels(name: bytes.name)
    }

    /// How messages call the input.
    public var name: String { bytes.name }

    /// Items that the headers read so far promise in all; a lower bound of the stream's length, for progress.
    public private(set) var itemsAnnounced = 0

    /// Type and shape of the stream's items, from its first header; nil where the input is empty. Throws `IDXError`.
    public mutating func format() throws -> ItemFormat? {
        if first == nil { _ = try beginTensor() }
        return first
    }

    /// Like `format()`, but an empty input is an error.
    public mutating func requiredFormat() throws -> ItemFormat {
        guard let format = try format() else { throw IDXError(name: name, tensor: 0, reason: .empty) }
        return format
    }

    /// The next items, as many as asked for unless the stream ends before (then fewer, then nil).
    /// Tensors begin and end without notice. Throws `IDXError`, `GzipError` or `FileError`.
    public mutating func next(atMost items: Int) throws -> TensorBatch? {
        guard items > 0, try reachItems(), let format = first else { return nil }
        var batch = try readItems(min(items, leftInTensor), of: format)
        while batch.count < items, try reachItems() {
            batch.append(try readItems(min(items - batch.count, leftInTensor), of: format))
        }
        ByteOrder.swap(&batch.bytes, valueSize: format.type.size)
        return batch
    }

    /// Like `next(atMost:)`, but never beyond the tensor that the stream stands in (`isAtTensorEnd` says that all of it
    /// has been read), for streams whose tensors mean something: frames.
    public mutating func nextInTensor(atMost items: Int) throws -> TensorBatch? {
        guard try reachItems() else { return nil }
        return try next(atMost: min(items, leftInTensor))
    }

    /// Whether the items read so far end where a tensor ends.
    public var isAtTensorEnd: Bool { leftInTensor == 0 }

    /// Passes over `items` items, or to the end where there are fewer; returns how many there were.
    public mutating func skip(_ items: Int) throws -> Int {
        var skipped = 0
        while skipped < items, try reachItems(), let format = first {
            let count = min(items - skipped, leftInTensor)
            let expected = count * format.bytesPerItem
            let found = try bytes.skip(expected)
            if found < expected { throw cut(found) }
            leftInTensor -= count
            itemsRead += count
            skipped += count
        }
        return skipped
    }

    /// All items that are left. An input without any tensor is an error.
    public mutating func all() throws -> TensorBatch {
        let format = try requiredFormat()
        return try next(atMost: .max) ?? TensorBatch(empty: format)
    }

    /// Moves to a tensor that has items left; false at the end of the stream.
    private mutating func reachItems() throws -> Bool {
        while leftInTensor == 0 {
            guard try beginTensor() else { return false }
        }
        return true
    }

    private mutating func beginTensor() throws -> Bool {
        if hasEnded { return false }
        guard let header = try IDXHeader.read(from: bytes, tensor: tensorsRead) else {
            hasEnded = true
            return false
        }
        if let first, first != header.format {
            throw IDXError(
                name: name, tensor: tensorsRead, reason: .formatDiffers(first: first, now: header.format))
        }
        first = header.format
        current = header
        leftInTensor = header.count
        tensorsRead += 1
        itemsAnnounced += header.count
        return true
    }

    private mutating func readItems(_ count: Int, of format: ItemFormat) throws -> TensorBatch {
        let expected = count * format.bytesPerItem
        let data = try bytes.bytes(expected)
        if data.count < expected { throw cut(data.count) }
        leftInTensor -= count
        itemsRead += count
        let batch = TensorBatch(format: format, count: count, bytes: data)
        levels.see(batch)
        return batch
    }

    /// The error for a tensor whose data ends `found` bytes further on.
    private func cut(_ found: Int) -> IDXError {
        guard let current else { return IDXError(name: name, tensor: 0, reason: .empty) }
        let size = current.format.bytesPerItem
        let all = (current.count - leftInTensor) * size + found
        let isLittleEndian = IDXHeader.bytes(type: current.format.type, ofSwapped: current.sizes) == all
        return IDXError(
            name: name, tensor: tensorsRead - 1,
            reason: isLittleEndian ? .littleEndian : .cutData(expected: current.count * size, found: all))
    }
}
