/// One field of a table row. A column keeps to one kind: whole numbers where it counts or names something, floating-point
/// numbers where it measures, whatever their values.
public enum TableValue: Equatable, Sendable {
    case text(String)
    case integer(Int)
    case float(Float)
    case double(Double)
}

/// Writes a table: tab-separated, one header line, numbers as the shortest text that reads back to the same value.
///
/// Floating-point numbers always show that they are such (`3.0`, not `3`): readers take a column whose first rows are whole
/// for one of integers, and stop at its first fraction, or round it.
public struct TableWriter {
    private let bytes: ByteWriter
    public let columns: [String]
    private var buffer: [UInt8] = []
    /// Whether the header is still to be written.
    private var isHeaderDue: Bool
    /// Rows written so far.
    public private(set) var rowsWritten = 0
    private static let capacity = 1 << 15

    /// A header is the first that is written, unless there is to be none.
    public init(_ bytes: ByteWriter, columns: [String], header: Bool = true) {
        self.bytes = bytes
        self.columns = columns
        isHeaderDue = header
    }

    /// Writes a row, as wide as the header. Throws `FileError`, or `TableError` for text that cannot stand in a table.
    public mutating func write(row: [TableValue]) throws {
        precondition(row.count == columns.count, "a row is as wide as the header")
        try writeHeader()
        for (column, value) in row.enumerated() {
            if column > 0 { buffer.append(UInt8(ascii: "\t")) }
            try append(value, column: column)
        }
        try endRow()
    }

    /// Writes a row of leading fields followed by numbers.
    public mutating func write(row leading: [TableValue] = [], floats: some Collection<Float>) throws {
        precondition(leading.count + floats.count == columns.count, "a row is as wide as the header")
        try writeHeader()
        for (column, value) in leading.enumerated() {
            if column > 0 { buffer.append(UInt8(ascii: "\t")) }
            try append(value, column: column)
        }
        var isFirst = leading.isEmpty
        for value in floats {
            if !isFirst { buffer.append(UInt8(ascii: "\t")) }
            isFirst = false
            buffer.append(contentsOf: value.description.utf8)
        }
        try endRow()
    }

    /// Hands the rows written so far to the system, for tables that are watched as they grow.
    public mutating func flush() throws {
        try writeHeader()
        try bytes.write(buffer)
        buffer.removeAll(keepingCapacity: true)
        try bytes.flush()
    }

    /// Writes what is left and puts a named file at its path.
    public mutating func finish() throws {
        try flush()
        try bytes.finish()
    }

    private mutating func writeHeader() throws {
        guard isHeaderDue else { return }
        isHeaderDue = false
        if let column = columns.firstIndex(where: { !Self.isWritable($0) }) {
            throw TableError(name: bytes.name, line: 1, reason: .unwritable(column: String(column + 1)))
        }
        buffer.append(contentsOf: (columns.joined(separator: "\t") + "\n").utf8)
    }

    /// Whether a text takes up one field.
    private static func isWritable(_ text: String) -> Bool {
        !text.utf8.contains { $0 == 9 || $0 == 10 || $0 == 13 }
    }

    private mutating func append(_ value: TableValue, column: Int) throws {
        switch value {
        case .integer(let integer): buffer.append(contentsOf: integer.description.utf8)
        case .float(let float): buffer.append(contentsOf: float.description.utf8)
        case .double(let double): buffer.append(contentsOf: double.description.utf8)
        case .text(let text):
            guard Self.isWritable(text) else {
                throw TableError(name: bytes.name, line: nil, reason: .unwritable(column: columns[column]))
            }
            buffer.append(contentsOf: text.utf8)
        }
    }

    private mutating func endRow() throws {
        buffer.append(UInt8(ascii: "\n"))
        rowsWritten += 1
        if buffer.count >= Self.capacity {
            try bytes.write(buffer)
            buffer.removeAll(keepingCapacity: true)
        }
    }
}
