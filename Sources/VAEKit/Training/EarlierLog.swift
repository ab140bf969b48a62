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
        /// Seconds since its process began, and what that trained on in a second of them; nil where they are no numbers.
        let time: (seconds: Double, itemsPerSecond: Double)?
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
        let timeColumns = ["seconds", "items_per_s"].map { columns.firstIndex(of: $0) }
        var start = headerEnd
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let fields = Self.fields(bytes[start..<end])
            guard fields.count == columns.count, fields.count > 2, let epoch = Int(fields[0]), let step = Int(fields[1])
            else { return }
            start = end + 1
            let times = timeColumns.compactMap { $0.flatMap { NumberText.double(fields[$0]) } }
            let time = times.count == 2 ? (seconds: times[0], itemsPerSecond: times[1]) : nil
            rows.append(Row(epoch: epoch, step: step, seen: Int(fields[2]), end: start, time: time))
        }
    }

    /// How long the processes ran, one after another, that wrote the rows up to that of a step, and how many items they trained
    /// on in a second; nil where there is no such row.
    public func time(toStep step: Int) -> (seconds: Double, itemsPerSecond: Double)? {
        guard let end = rows.lastIndex(where: { $0.step == step }) else { return nil }
        let times = rows[...end].compactMap(\.time)
        // Each process counts from its own beginning.
        let last = times.indices.filter { $0 + 1 == times.count || times[$0 + 1].seconds < times[$0].seconds }
        let seconds = last.reduce(0) { $0 + times[$1].seconds }
        let items = last.reduce(0) { $0 + times[$1].seconds * times[$1].itemsPerSecond }
        return seconds > 0 ? (seconds, items / seconds) : nil
    }

    private static func fields(_ line: ArraySlice<UInt8>) -> [String] {
        line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }
}
