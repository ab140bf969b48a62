/// How the lines of a table are to be read: those of our own tables, or as other programs write theirs.
public struct TableSyntax: Sendable {
    /// Whether the first line names the columns.
    public enum Header: Sendable {
        /// A first line of numbers alone is a row.
        case guessed
        /// The same, but an error where numbers may be names. Given `loneNames`, the first line of a text of one column is
        /// a name only where it is one of these.
        case certain(loneNames: Set<String>?)
        case present
        case absent
    }

    /// What stands between fields; nil is what the first line has outside its quotes: a tab, else a semicolon, else a comma, else
    /// spaces where all between them is numbers.
    /// Several spaces or tabs in a row separate like one space.
    var separator: UInt8?
    /// Whether fields may stand in quotes, and whether lines without anything are passed over where rows have several fields.
    let isForeign: Bool
    var hasDecimalComma = false
    var header = Header.guessed

    /// Tabs, no quotes.
    public static let own = TableSyntax(separator: UInt8(ascii: "\t"), isForeign: false)

    /// With quotes (RFC 4180).
    ///
    /// - Parameters:
    ///   - separator: an ASCII character; nil is told by the first line.
    ///   - hasDecimalComma: whether numbers have a comma where ours have a point.
    public static func foreign(separator: UInt8?, hasDecimalComma: Bool, header: Header) -> TableSyntax {
        TableSyntax(separator: separator, isForeign: true, hasDecimalComma: hasDecimalComma, header: header)
    }

    /// The separator that a first line tells of.
    ///
    /// - Parameter bytes: what is known from its first byte on, since it may go on behind a line end in quotes.
    static func separator(of line: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer) -> UInt8 {
        let (tab, quote) = (UInt8(ascii: "\t"), UInt8(ascii: "\""))
        if let separator = ForeignTable.separatorAfterQuotes(line) { return separator.rawValue }
        var found: Set<UInt8> = []
        var isQuoted = false
        for byte in bytes {
            if byte == UInt8(ascii: "\n"), !isQuoted { break }
            if byte == quote { isQuoted.toggle() } else if !isQuoted { found.insert(byte) }
        }
        if let separator = [tab, UInt8(ascii: ";"), UInt8(ascii: ",")].first(where: found.contains) {
            return separator
        }
        return isNumbersAmongSpaces(line) ? space : tab
    }

    private static let space = UInt8(ascii: " ")

    /// Whether a line is what `numpy.savetxt` writes: numbers, or names behind a `#`.
    private static func isNumbersAmongSpaces(_ line: UnsafeRawBufferPointer) -> Bool {
        let fields = line.split(separator: space)
        if fields.count > 1, fields[0].elementsEqual("#".utf8) { return true }
        return fields.count > 1 && fields.allSatisfy { NumberText.looksNumeric(UnsafeRawBufferPointer(rebasing: $0)) }
    }
}
