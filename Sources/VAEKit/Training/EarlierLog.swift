import TensorStreams

/// What stands in the log that a run has left behind, up to the first line that is no whole row.
public struct EarlierLog {
    public struct Row {
        let epoch: Int
        public let step: Int
        /// nil where the field is no number.
        let seen: Int?
        /// The length of the file to the end of the row, in bytes.
        let end: Int
    }

    let columns: [String]
    let headerEnd: Int
    public private(set) var rows: [Row] = []

    /// Reads the table at `path`; nil where there is none. Throws `FileError` where it cannot be read.
    public init?(_ path: String) throws {
        let reader: ByteReader
        do { reader = try ByteReader.open(path) } catch is FileError { return nil }
        let bytes = try reader.bytes(.max)
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        columns = Self.fields(bytes[..<end])
        headerEnd = end + 1
        var start = headerEnd
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let fields = Self.fields(bytes[start..<end])
            guard fields.count == columns.count, fields.count > 2, let epoch = Int(fields[0]), let step = Int(fields[1])
            else { return }
            start = end + 1
            rows.append(Row(epoch: epoch, step: step, seen: Int(fields[2]), end: start))
        }
    }

    private static func fields(_ line: ArraySlice<UInt8>) -> [String] {
        line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }
}
