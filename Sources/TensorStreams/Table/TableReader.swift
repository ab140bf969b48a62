/// Reads a table row by row: UTF-8, tab-separated, one header line, no quoting.
///
/// A first line made of numbers alone is no header; the columns are then called c1, c2, …. CRLF line ends and a missing
/// final newline are accepted, and spaces round names and numbers. A row stays readable until the next call of `advance()`.
public struct TableReader {
    /// Column names, in order.
    public private(set) var columns: [String] = []
    /// Whether the first line named the columns.
    public private(set) var hasHeader = true
    private var lines: LineReader
    private var row: Range<Int> = 0..<0
    /// Field `i` lies between `bounds[i]` and `bounds[i + 1] - 1` of the row.
    private var bounds: [Int] = []
    private var rowIsPending = false

    /// Reads the first line, and the second where the first may be one of another program's table. Throws `TableError`,
    /// `FileKindError`, `GzipError` or `FileError`.
    public init(_ bytes: ByteReader) throws {
        lines = LineReader(bytes)
        let line = Result { try lines.next() }
        // A file of another kind may have no line that can be read.
        if let error = FileKindError(name: name, start: lines.beginning, expected: "a table", besides: [.text]) {
            throw error
        }
        guard let first = try line.get() else { throw TableError(name: bytes.name, line: nil, reason: .empty) }
        row = withoutByteOrderMark(first)
        split()
        let count = fieldCount
        if (0..<count).allSatisfy({ isNumeric($0) }) {
            hasHeader = false
            rowIsPending = true
            columns = (1...count).map { "c\($0)" }
        } else {
            columns = try (0..<count).map { try trimmedText($0) }
            if columns == [""] { throw failure(.emptyHeader) }
            try refuseForeign()
        }
    }

    private mutating func refuseForeign() throws {
        let first = lines.withBytes(row) { Array($0) }
        if try JSONStart.isOne(first, second: { try second() }) { throw TableError(name: name, line: 1, reason: .json) }
        if let foreign = try ForeignTable(first, second: { try second() }) {
            throw TableError(name: name, line: 1, reason: .foreign(foreign))
        }
    }

    /// The second line, which stays to be read; nil where there is none.
    private mutating func second() throws -> [UInt8]? {
        if !rowIsPending {
            guard let next = try lines.next() else { return nil }
            row = next
            split()
            rowIsPending = true
        }
        return lines.withBytes(row) { Array($0) }
    }

    /// How messages call the input.
    public var name: String { lines.name }

    /// Line of the current row, from 1.
    public var line: Int { lines.line }

    /// Moves to the next row; false at the end. Throws where the row is not as wide as the first line.
    public mutating func advance() throws -> Bool {
        if rowIsPending {
            rowIsPending = false
        } else {
            guard let next = try lines.next() else { return false }
            row = next
            split()
        }
        if fieldCount != columns.count {
            throw failure(.ragged(expected: columns.count, found: fieldCount))
        }
        return true
    }

    /// The fields of the next row, or nil at the end.
    public mutating func next() throws -> [String]? {
        guard try advance() else { return nil }
        return try (0..<columns.count).map { try text($0) }
    }

    /// The text in a column of the current row.
    public func text(_ column: Int) throws -> String {
        try withField(column) { field in
            guard let text = String(validating: field, as: UTF8.self) else { throw failure(.notUTF8) }
            return text
        }
    }

    /// The text in a column of the current row, without spaces at its ends.
    public func trimmedText(_ column: Int) throws -> String {
        try withTrimmed(column) { field in
            guard let text = String(validating: field, as: UTF8.self) else { throw failure(.notUTF8) }
            return text
        }
    }

    /// Whether there is nothing, or nothing but spaces, in a column of the current row.
    public func isEmpty(_ column: Int) -> Bool { withTrimmed(column) { $0.isEmpty } }

    /// The number in a column of the current row.
    public func number(_ column: Int) throws -> Double {
        try withTrimmed(column) { field in
            guard let value = NumberText.double(field) else { throw notANumber(column) }
            return value
        }
    }

    /// The number in a column of the current row, which may also be `nan`, `inf` or `-inf`.
    public func numberOrWord(_ column: Int) throws -> Double {
        try withTrimmed(column) { field in
            guard let value = NumberText.doubleOrWord(field) else { throw notANumber(column) }
            return value
        }
    }

    /// Whether a column of the current row holds a number, or `nan`, `inf` or `-inf`.
    public func isNumeric(_ column: Int) -> Bool { withTrimmed(column, NumberText.looksNumeric) }

    /// The error of the first field in the current row that is no number because of its decimal comma; nil where there is
    /// none. It tells why a table has no column of numbers.
    public var decimalComma: (any Error)? {
        columns.indices.first {
            withTrimmed($0) { NumberText.hasDecimalComma(String(decoding: $0, as: UTF8.self)) }
        }.map(notANumber)
    }

    /// The number in a column of the current row, rounded once.
    public func float(_ column: Int) throws -> Float {
        try withTrimmed(column) { field in
            guard let value = NumberText.float(field) else { throw notANumber(column) }
            return value
        }
    }

    /// The whole number in a column of the current row (`7`, also `7.0`).
    public func integer(_ column: Int) throws -> Int {
        try withTrimmed(column) { field in
            if let value = Int(String(decoding: field, as: UTF8.self)) { return value }
            guard let value = NumberText.double(field), let integer = Int(exactly: value) else {
                throw failure(.notAnInteger(column: columns[column], text: String(decoding: field, as: UTF8.self)))
            }
            return integer
        }
    }

    /// Numbers of the chosen columns of the next rows, row-major: at most `rows` rows, fewer before the end, then nil.
    public mutating func floats(columns chosen: [Int], atMost rows: Int) throws -> [Float]? {
        var values: [Float] = []
        var count = 0
        while count < rows, try advance() {
            for column in chosen { values.append(try float(column)) }
            count += 1
        }
        return count == 0 ? nil : values
    }

    /// Where the column called `name` is. Throws when there is none, or more than one.
    public func index(of column: String) throws -> Int {
        let places = columns.indices.filter { columns[$0] == column }
        guard let place = places.first else {
            throw TableError(name: name, line: nil, reason: .missingColumn(column, present: columns))
        }
        if places.count > 1 { throw TableError(name: name, line: nil, reason: .ambiguousColumn(column)) }
        return place
    }

    private var fieldCount: Int { bounds.count - 1 }

    private func failure(_ reason: TableError.Reason) -> TableError {
        TableError(name: name, line: line, reason: reason)
    }

    private func notANumber(_ column: Int) -> TableError {
        withField(column) {
            failure(.notANumber(column: columns[column], text: String(decoding: $0, as: UTF8.self)))
        }
    }

    private func withField<Result>(
        _ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try lines.withBytes(row.lowerBound + bounds[column]..<row.lowerBound + bounds[column + 1] - 1, body)
    }

    /// The field without spaces at its ends, with which other programs bring numbers to one width.
    private func withTrimmed<Result>(
        _ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        let space = UInt8(ascii: " ")
        return try withField(column) { field in
            let start = field.firstIndex { $0 != space } ?? field.endIndex
            let end = field.lastIndex { $0 != space }.map { $0 + 1 } ?? start
            return try body(UnsafeRawBufferPointer(rebasing: field[start..<end]))
        }
    }

    private mutating func split() {
        bounds.removeAll(keepingCapacity: true)
        bounds.append(0)
        lines.withBytes(row) { bytes in
            for index in bytes.indices where bytes[index] == UInt8(ascii: "\t") { bounds.append(index + 1) }
            bounds.append(bytes.count + 1)
        }
    }

    private func withoutByteOrderMark(_ line: Range<Int>) -> Range<Int> {
        let hasMark = lines.withBytes(line) { $0.starts(with: [0xEF, 0xBB, 0xBF]) }
        return hasMark ? line.lowerBound + 3..<line.upperBound : line
    }
}
