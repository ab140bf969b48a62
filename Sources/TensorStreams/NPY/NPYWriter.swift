/// Writes one NPY array of version 1.0, little-endian, in C order: the items of a stream, the first dimension their count.
///
/// The count stands in the header, so on output that is not seekable the items are kept in memory until `finish()`.
public struct NPYWriter {
    private let bytes: ByteWriter
    private let format: ItemFormat
    private var headerPosition: Int?
    private var kept: [UInt8] = []
    /// Items written so far.
    public private(set) var itemsWritten = 0

    public init(_ bytes: ByteWriter, format: ItemFormat) {
        self.bytes = bytes
        self.format = format
    }

    /// Adds the items of a batch of the writer's format. Throws `FileError`.
    public mutating func write(_ batch: TensorBatch) throws {
        precondition(batch.format == format, "one array has one format")
        itemsWritten += batch.count
        guard bytes.isSeekable else {
            kept.append(contentsOf: batch.bytes)
            return
        }
        if headerPosition == nil {
            headerPosition = bytes.position
            try bytes.write(NPYHeader(format: format, count: 0).bytes)
        }
        try bytes.write(batch.bytes)
    }

    /// Sets the count, writes what is left, and puts a named file at its path.
    public mutating func finish() throws {
        let header = NPYHeader(format: format, count: itemsWritten).bytes
        if let headerPosition {
            try bytes.overwrite(header, at: headerPosition)
        } else {
            try bytes.write(header)
            try bytes.write(kept)
        }
        try bytes.finish()
    }
}
