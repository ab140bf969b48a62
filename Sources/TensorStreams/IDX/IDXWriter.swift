/// Writes a tensor stream: on a pipe a tensor per batch, on a seekable file one tensor whose count is set at the end,
/// unless every batch is to stay a tensor of its own.
public struct IDXWriter {
    private let bytes: ByteWriter
    private var format: ItemFormat?
    private var headerPosition: Int?
    private let joinsBatches: Bool
    /// Items written so far.
    public private(set) var itemsWritten = 0

    /// A writer of items of `format`; with no format given, the first batch sets it. Only a writer that knows its format
    /// can write a stream of no items (one tensor of count 0). `tensorPerBatch` keeps batches apart in files too.
    public init(_ bytes: ByteWriter, format: ItemFormat? = nil, tensorPerBatch: Bool = false) {
        self.bytes = bytes
        self.format = format
        joinsBatches = bytes.isSeekable && !tensorPerBatch
    }

    /// Writes a batch as a stream of its own.
    public static func write(whole batch: TensorBatch, to bytes: ByteWriter) throws {
        var writer = IDXWriter(bytes, format: batch.format)
        try writer.write(batch)
        try writer.finish()
    }

    /// How messages call the output.
    public var name: String { bytes.name }

    /// Writes the items; all batches of a stream have one format. Throws `FileError` or `IDXError`.
    public mutating func write(_ batch: TensorBatch) throws {
        if let format, format != batch.format {
            throw IDXError(name: name, tensor: 0, reason: .formatDiffers(first: format, now: batch.format))
        }
        format = batch.format
        if batch.count == 0 { return }
        try begin(count: batch.count, format: batch.format)
        if batch.format.type.size == 1 {
            try bytes.write(batch.bytes)
        } else {
            var swapped = batch.bytes
            ByteOrder.swap(&swapped, valueSize: batch.format.type.size)
            try bytes.write(swapped)
        }
        itemsWritten += batch.count
        // A reader at the other end of a pipe gets the batch now, not when a buffer fills.
        if !bytes.isSeekable { try bytes.flush() }
    }

    /// Sets the count, writes what is left, and puts a named file at its path.
    public mutating func finish() throws {
        if itemsWritten == 0, let format {
            try bytes.write(IDXHeader(format: format, count: 0).bytes)
        }
        if let headerPosition {
            try bytes.overwrite(
                IDXHeader.bigEndian(itemsWritten), at: headerPosition + IDXHeader.countOffset)
        }
        try bytes.finish()
    }

    private mutating func begin(count: Int, format: ItemFormat) throws {
        let total = joinsBatches ? itemsWritten + count : count
        let sizesFit = format.shape.count < 255 && format.shape.allSatisfy { $0 <= UInt32.max }
        guard total <= Int(UInt32.max), sizesFit else {
            throw IDXError(name: name, tensor: 0, reason: .tooManyItems)
        }
        if !joinsBatches {
            try bytes.write(IDXHeader(format: format, count: count).bytes)
        } else if headerPosition == nil {
            headerPosition = bytes.position
            try bytes.write(IDXHeader(format: format, count: 0).bytes)
        }
    }
}
