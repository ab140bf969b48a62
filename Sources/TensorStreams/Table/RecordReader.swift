import Glibc

/// Records of a table, each a line, or several where a line ends within quotes, taken apart into fields.
///
/// A record stays readable until the next one is read.
struct RecordReader {
    private var lines: LineReader
    private let syntax: TableSyntax
    private(set) var separator: UInt8?
    private var row: Range<Int> = 0..<0
    /// Field `i` lies between `bounds[i]` and `bounds[i + 1] - 1` of the row.
    private var bounds: [Int] = []
    /// Whether the record begins with a quote.
    private(set) var beginsQuoted = false
    /// Line on which the record begins, from 1.
    private(set) var line = 0

    init(_ bytes: ByteReader, _ syntax: TableSyntax) {
        lines = LineReader(bytes)
        self.syntax = syntax
        separator = syntax.separator
    }

    var name: String { lines.name }
    /// Fields of the record.
    var count: Int { bounds.count - 1 }
    /// Whether there are at most spaces on its line.
    var isBlank: Bool { count == 1 && !beginsQuoted && withField(0) { $0.allSatisfy { $0 == UInt8(ascii: " ") } } }
    /// The first bytes of the input, until a second line has been asked for.
    var beginning: ArraySlice<UInt8> { lines.beginning }
    /// Whether the input, of which no second line has been asked for, begins as JSON does.
    var beginsAsJSON: Bool {
        let lines = beginning.split(separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
        return JSONStart.isOne(Array(lines[0]), second: { lines.count > 1 ? Array(lines[1]) : nil })
    }
    /// The bytes of the record, which are its line where nothing was in quotes.
    var bytes: [UInt8] { lines.withBytes(row) { Array($0) } }

    /// Reads the next record; false at the end.
    mutating func next() throws -> Bool {
        guard let next = try lines.next() else { return false }
        row = lines.line == 1 ? withoutByteOrderMark(next) : next
        line = lines.line
        let separator = separator ?? lines.withBytes(fromStartOf: row) { TableSyntax.separator(of: $0, in: $1) }
        self.separator = separator
        beginsQuoted = syntax.isForeign && lines.withBytes(row) { $0.first == UInt8(ascii: "\"") }
        if syntax.isForeign, separator == UInt8(ascii: " ") || hasQuote {
            try splitQuoted(separator)
        } else {
            split(separator)
        }
        return true
    }

    func withField<Result>(_ field: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try lines.withBytes(row.lowerBound + bounds[field]..<row.lowerBound + bounds[field + 1] - 1, body)
    }

    private var hasQuote: Bool {
        lines.withBytes(row) { bytes in
            bytes.baseAddress.map { memchr($0, Int32(UInt8(ascii: "\"")), bytes.count) != nil } ?? false
        }
    }

    private mutating func split(_ separator: UInt8) {
        bounds.removeAll(keepingCapacity: true)
        bounds.append(0)
        lines.withBytes(row) { bytes in
            for index in bytes.indices where bytes[index] == separator { bounds.append(index + 1) }
            bounds.append(bytes.count + 1)
        }
    }

    private mutating func splitQuoted(_ separator: UInt8) throws {
        var fields = QuotedFields(separator: separator)
        while true {
            switch lines.withMutableBytes(row, { fields.take($0) }) {
            case .whole:
                bounds = fields.bounds
                return
            case .open: row = try extended()
            case .textBehindQuote(let field):
                throw TableError(name: name, line: line, reason: .textBehindQuote(field: field + 1))
            }
        }
    }

    /// The row and the line behind it.
    private mutating func extended() throws -> Range<Int> {
        do {
            if let longer = try lines.extended(row) { return longer }
        } catch let error as TableError {
            guard case .lineTooLong(let limit) = error.reason else { throw error }
            throw TableError(name: name, line: line, reason: .openQuote(limit: limit))
        }
        throw TableError(name: name, line: line, reason: .openQuote(limit: nil))
    }

    private func withoutByteOrderMark(_ line: Range<Int>) -> Range<Int> {
        let hasMark = lines.withBytes(line) { $0.starts(with: [0xEF, 0xBB, 0xBF]) }
        return hasMark ? line.lowerBound + 3..<line.upperBound : line
    }
}
