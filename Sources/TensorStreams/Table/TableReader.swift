/// Reads a table row by row: UTF-8, tab-separated, one header line, no quoting; or another program's, where a syntax says so.
///
/// A first line made of numbers alone is no header; the columns are then called c1, c2, …. CRLF line ends and a missing
/// final newline are accepted, and spaces round names and numbers. A row stays readable until the next call of `advance()`.
public struct TableReader {
    /// Column names, in order.
    public private(set) var columns: [String] = []
    /// Whether the first line named the columns.
    public private(set) var hasHeader = true
    private let syntax: TableSyntax
    private var records: RecordReader
    private var rowIsPending = false

    /// Reads the first line, and the second where the first may be one of another program's table. Throws `TableError`,
    /// `FileKindError`, `GzipError` or `FileError`.
    public init(_ bytes: ByteReader, syntax: TableSyntax = .own) throws {
        self.syntax = syntax
        records = RecordReader(bytes, syntax)
        let first = Result { try records.next() }
        // A file of another kind may have no line that can be read.
        if let error = FileKindError(name: name, start: records.beginning, expected: "a table", besides: [.text]) {
            throw error
        }
        if records.beginning.starts(with: [0xFF, 0xFE]) || records.beginning.starts(with: [0xFE, 0xFF]) {
            throw TableError(name: name, line: nil, reason: .utf16)
        }
        if case .failure = first, records.beginsAsJSON { throw TableError(name: name, line: 1, reason: .json) }
        guard try first.get() else { throw TableError(name: bytes.name, line: nil, reason: .empty) }
        hasHeader = try firstLineIsNames()
        if hasHeader {
            columns = try (0..<records.count).map { try trimmedText($0) }
            if columns == [""] { throw failure(.emptyHeader) }
            try refuseForeign()
            if syntax.isForeign {
                removeCommentSign()
                try nameRowNames()
            }
        } else {
            rowIsPending = true
            columns = (1...records.count).map { "c\($0)" }
        }
    }

    private func firstLineIsNames() throws -> Bool {
        switch syntax.header {
        case .present: return true
        case .absent: return false
        case .guessed: return !(0..<records.count).allSatisfy { isNumeric($0) }
        case .certain(let loneNames?) where records.count == 1: return loneNames.contains(try trimmedText(0))
        case .certain:
            let line = FirstLine((0..<records.count).map(kind))
            if line == .unclear { throw failure(.unclearHeader) }
            return line == .names
        }
    }

    private func kind(_ field: Int) -> FirstLine.Field {
        if isMissing(field) { return .missing(isEmpty: isEmpty(field)) }
        return (try? number(field)).map { .number($0) } ?? .word
    }

    private mutating func refuseForeign() throws {
        let first = records.bytes
        if try JSONStart.isOne(first, second: { try second() }) { throw TableError(name: name, line: 1, reason: .json) }
        if !syntax.isForeign, let foreign = try ForeignTable(first, second: { try second() }) {
            throw TableError(name: name, line: 1, reason: .foreign(foreign))
        }
    }

    /// NumPy writes names as a comment.
    private mutating func removeCommentSign() {
        if columns[0] == "#", columns.count > 1 { columns.removeFirst() }
        if columns[0].hasPrefix("# ") { columns[0] = String(columns[0].drop { $0 == "#" || $0 == " " }) }
    }

    /// R names rows in front of them, and has nothing for that in the first line.
    private mutating func nameRowNames() throws {
        let namesAreQuoted = records.beginsQuoted
        guard namesAreQuoted || records.separator == UInt8(ascii: " "), try second() != nil else { return }
        let rowIsNamed = records.count == columns.count + 1 && records.beginsQuoted == namesAreQuoted
        if rowIsNamed { columns.insert("", at: 0) }
    }

    /// The second line, which stays to be read; nil where there is none.
    private mutating func second() throws -> [UInt8]? {
        if !rowIsPending {
            guard try records.next() else { return nil }
            rowIsPending = true
        }
        return records.bytes
    }

    /// How messages call the input.
    public var name: String { records.name }

    /// Line of the current row, from 1; the first of them where it has several.
    public var line: Int { records.line }

    /// Moves to the next row; false at the end. Throws where the row is not as wide as the first line.
    public mutating func advance() throws -> Bool {
        repeat {
            if rowIsPending {
                rowIsPending = false
            } else {
                guard try records.next() else { return false }
            }
        } while syntax.isForeign && columns.count > 1 && records.isBlank
        if records.count != columns.count {
            throw failure(.ragged(expected: columns.count, found: records.count))
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
        try records.withField(column) { try text(of: $0, column) }
    }

    /// The text in a column of the current row, without spaces at its ends.
    public func trimmedText(_ column: Int) throws -> String {
        try withTrimmed(column) { try text(of: $0, column) }
    }

    /// Whether there is nothing, or nothing but spaces, in a column of the current row.
    public func isEmpty(_ column: Int) -> Bool { withTrimmed(column) { $0.isEmpty } }

    /// Whether a column of the current row holds nothing, a word such as `NA` that stands for a missing value, or one of
    /// `others`.
    public func isMissing(_ column: Int, others: Set<String> = []) -> Bool {
        withTrimmed(column) { MissingValue.isOne($0, others: others) }
    }

    /// The number in a column of the current row.
    public func number(_ column: Int) throws -> Double {
        try withNumeral(column) { field in
            guard let value = NumberText.double(field) else { throw notANumber(column) }
            return value
        }
    }

    /// The number in a column of the current row, which may also be `nan`, `inf` or `-inf`.
    public func numberOrWord(_ column: Int) throws -> Double {
        try withNumeral(column) { field in
            guard let value = NumberText.doubleOrWord(field) else { throw notANumber(column) }
            return value
        }
    }

    /// Whether a column of the current row holds a number, or `nan`, `inf` or `-inf`.
    public func isNumeric(_ column: Int) -> Bool { withNumeral(column, NumberText.looksNumeric) }

    /// The error of the first field in the current row that is no number because of its decimal comma; nil where there is
    /// none. It tells why a table has no column of numbers.
    public var decimalComma: (any Error)? {
        columns.indices.first {
            withTrimmed($0) { NumberText.hasDecimalComma(String(decoding: $0, as: UTF8.self)) }
        }.map(notANumber)
    }

    /// The number in a column of the current row, rounded once.
    public func float(_ column: Int) throws -> Float {
        try withNumeral(column) { field in
            guard let value = NumberText.float(field) else { throw notANumber(column) }
            return value
        }
    }

    /// The whole number in a column of the current row (`7`, also `7.0`).
    public func integer(_ column: Int) throws -> Int {
        try withTrimmed(column) { field in
            if let value = Int(String(decoding: field, as: UTF8.self)) { return value }
            guard let value = NumberText.double(field), let integer = Int(exactly: value) else {
                throw failure(.notAnInteger(column: called(column), text: String(decoding: field, as: UTF8.self)))
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

    private func failure(_ reason: TableError.Reason) -> TableError {
        TableError(name: name, line: line, reason: reason)
    }

    private func notANumber(_ column: Int) -> TableError {
        records.withField(column) {
            failure(.notANumber(column: called(column), text: String(decoding: $0, as: UTF8.self)))
        }
    }

    private func text(of field: UnsafeRawBufferPointer, _ column: Int) throws -> String {
        guard let text = String(validating: field, as: UTF8.self) else {
            throw failure(.notUTF8(column: called(column)))
        }
        guard !field.contains(0) else { throw failure(.zeroByte(column: called(column))) }
        return text
    }

    /// How messages call a column: by its name, or its number where it has none.
    public func called(_ column: Int) -> String {
        columns.indices.contains(column) && !columns[column].isEmpty ? columns[column] : String(column + 1)
    }

    /// The field without spaces at its ends, with which other programs bring numbers to one width.
    private func withTrimmed<Result>(
        _ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        let space = UInt8(ascii: " ")
        return try records.withField(column) { field in
            let start = field.firstIndex { $0 != space } ?? field.endIndex
            let end = field.lastIndex { $0 != space }.map { $0 + 1 } ?? start
            return try body(UnsafeRawBufferPointer(rebasing: field[start..<end]))
        }
    }

    /// The same with a point where the table has a decimal comma, and the other way round.
    private func withNumeral<Result>(
        _ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        guard syntax.hasDecimalComma else { return try withTrimmed(column, body) }
        let (comma, point) = (UInt8(ascii: ","), UInt8(ascii: "."))
        return try withTrimmed(column) { field in
            try field.map { $0 == comma ? point : $0 == point ? comma : $0 }.withUnsafeBytes(body)
        }
    }
}
