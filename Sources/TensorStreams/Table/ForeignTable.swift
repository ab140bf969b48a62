/// Tables as other programs write them, known by their first lines, so that messages can say what was given.
public struct ForeignTable: Equatable, Sendable {
    public enum Separator: UInt8, Sendable {
        case comma = 0x2C
        case semicolon = 0x3B
        case space = 0x20
        case tab = 0x09
    }

    public let separator: Separator
    public let isQuoted: Bool

    /// Nil for a table of ours: names are not in quotes, and tabs are between them. Names without a tab may still be one, of
    /// a single column; whether they are not, the second line tells, which has as many separators or, before them, the name
    /// of its row.
    ///
    /// - Parameter second: reads the second line; nil where there is none.
    init?(_ first: [UInt8], second: () throws -> [UInt8]?) rethrows {
        if let separator = first.withUnsafeBytes({ Self.separatorAfterQuotes($0) }) {
            (self.separator, isQuoted) = (separator, true)
            return
        }
        let candidates = [Separator.semicolon, .comma, .space].filter { Self.fields(first, $0) > 1 }
        if candidates.isEmpty || first.contains(Separator.tab.rawValue) { return nil }
        let second = try second()
        let separator = candidates.first { candidate in
            guard let second else { return candidate != .space }
            let more = Self.fields(second, candidate) - Self.fields(first, candidate)
            return (0...1).contains(more) && !second.contains(Separator.tab.rawValue)
        }
        guard let separator else { return nil }
        (self.separator, isQuoted) = (separator, false)
    }

    /// Several spaces separate like one.
    private static func fields(_ line: [UInt8], _ separator: Separator) -> Int {
        line.split(separator: separator.rawValue, omittingEmptySubsequences: separator == .space).count
    }

    /// What stands behind the first of names that are in quotes, all of them.
    static func separatorAfterQuotes(_ line: UnsafeRawBufferPointer) -> Separator? {
        let quote = UInt8(ascii: "\"")
        guard line.first == quote, line.last == quote, let end = line.dropFirst().firstIndex(of: quote) else {
            return nil
        }
        return end + 1 < line.count ? Separator(rawValue: line[end + 1]) : .tab
    }
}

extension ForeignTable: CustomStringConvertible {
    public var description: String {
        if isQuoted { return "\(quotedText): in R, write.table(…, sep = \"\\t\", quote = FALSE, row.names = FALSE)" }
        return switch separator {
        case .comma: "CSV with commas, where a table has tabs: tr ',' '\\t' turns them into such"
        case .semicolon: "CSV with semicolons, where a table has tabs: tr ';' '\\t' turns them into such"
        case .space: "fields with spaces between them, where a table has tabs: tr -s ' ' '\\t' turns them into such"
        case .tab: ""
        }
    }

    private var quotedText: String {
        switch separator {
        case .comma: "CSV with commas and quotes, where a table has tabs and no quotes"
        case .semicolon: "CSV with semicolons and quotes, where a table has tabs and no quotes"
        case .space: "a table as R writes it, with spaces and quotes, where tabs and no quotes were expected"
        case .tab: "names in quotes, of which a table has none"
        }
    }
}
