import TensorStreams

/// Reads a TFRecord file, record by record.
package struct TFRecordReader {
    private let bytes: ByteReader

    package init(_ bytes: ByteReader) { self.bytes = bytes }

    /// The data of the next record; nil at the end, and where TensorBoard reads no further: at a record that is damaged, or
    /// not whole yet. Throws `FileError`.
    package func next() throws -> [UInt8]? {
        let head = try bytes.bytes(12)
        guard head.count == 12, number(head[8...]) == UInt64(CRC32C.masked(head[..<8])),
            let length = Int(exactly: number(head[..<8]))
        else { return nil }
        let data = try bytes.bytes(length)
        let checksum = try bytes.bytes(4)
        guard data.count == length, checksum.count == 4, number(checksum[...]) == UInt64(CRC32C.masked(data)) else {
            return nil
        }
        return data
    }

    /// Of at most eight bytes, the lowest first.
    private func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
}
