/// What is wrong with a table, and where: lines are counted from 1, columns are named.
public struct TableError: Error, Equatable, CustomStringConvertible {
    public enum Reason: Equatable, Sendable {
        case empty
        case emptyHeader
        case foreign(ForeignTable)
        case json
        case ragged(expected: Int, found: Int)
        case notANumber(column: String, text: String)
        case notAnInteger(column: String, text: String)
        case notUTF8(column: String)
        case utf16
        case zeroByte(column: String)
        /// A quote that is not closed within so many bytes; nil: before the end.
        case openQuote(limit: Int?)
        case textBehindQuote(field: Int)
        case unclearHeader
        case lineTooLong(limit: Int)
        case missingColumn(String, present: [String])
        case ambiguousColumn(String)
        case unwritable(column: String)
    }

    public let name: String
    /// Nil where the table as a whole is meant.
    public let line: Int?
    public let reason: Reason

    public init(name: String, line: Int?, reason: Reason) {
        self.name = name
        self.line = line
        self.reason = reason
    }

    /// Whether a field is no number because of its decimal comma.
    public var hasDecimalComma: Bool {
        if case .notANumber(_, let text) = reason { NumberText.hasDecimalComma(text) } else { false }
    }

    public var description: String {
        let place = line.map { "\(name): line \($0)" } ?? name
        return switch reason {
        case .notANumber(let column, let text):
            "\(place): column \(column): \(Self.quoted(text)) where a number was expected\(Self.hint(text))"
        case .notAnInteger(let column, let text):
            "\(place): column \(column): \(Self.quoted(text)) where a whole number was expected"
        case .unwritable(let column):
            "\(place): column \(column): a tab or line end cannot stand in a table"
        case .notUTF8(let column):
            "\(place): column \(column): not UTF-8 text; iconv -f ISO-8859-1 -t UTF-8 makes such of Western Europe's"
        case .zeroByte(let column): "\(place): column \(column): a byte of zero, which text does not hold"
        default: "\(place): \(reasonText)"
        }
    }

    private var reasonText: String {
        switch reason {
        case .empty: "empty input; a table was expected"
        case .emptyHeader: "a header line of column names was expected"
        case .foreign(let table): "\(table)"
        case .json: "JSON, where a table has lines of fields with tabs between them: jq writes such with -r and @tsv"
        case .ragged(let expected, let found):
            "\(Self.counted(expected)) expected, as in the first line, \(found) found"
        case .utf16: "UTF-16 text, where a table is UTF-8: iconv -f UTF-16 -t UTF-8 makes it such"
        case .openQuote(let limit?): "a quote that opens here is not closed within \(limit >> 20) MiB"
        case .openQuote(nil): "a quote that opens here is not closed before the end of the file"
        case .textBehindQuote(let field):
            "field \(field): text behind a closing quote; within quotes, two of them stand for one"
        case .unclearHeader: "names of columns or a row? Its numbers may be either: --header or --no-header says which"
        case .lineTooLong(let limit): "longer than \(limit >> 20) MiB; is this a table?"
        case .missingColumn(let column, let present): "no column \(column); there are: \(NameList.text(present))"
        case .ambiguousColumn(let column): "more than one column is called \(column)"
        case .notANumber, .notAnInteger, .notUTF8, .zeroByte, .unwritable: ""
        }
    }

    private static func counted(_ fields: Int) -> String { fields == 1 ? "1 field" : "\(fields) fields" }

    private static func quoted(_ text: String) -> String {
        if text.isEmpty { return "nothing" }
        return text.count > 40 ? "\"\(text.prefix(40))…\"" : "\"\(text)\""
    }

    private static func hint(_ text: String) -> String {
        if NumberText.hasDecimalComma(text) { return ", with a point in place of the comma" }
        if NumberText.isTooLarge(text) { return ": it is too large" }
        if NumberText.hasThousands(text) { return ", without separators of thousands" }
        return NumberText.isHexadecimal(text) ? ", in decimal" : ""
    }
}
