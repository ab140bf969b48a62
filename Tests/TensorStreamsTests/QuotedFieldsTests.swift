import TensorStreams
import Testing

@Suite struct QuotedFieldsTests {
    private func rows(_ text: String, separator: Character = ",") throws -> [[String]] {
        let syntax = TableSyntax.foreign(separator: separator.asciiValue, hasDecimalComma: false, header: .absent)
        var table = try TableReader(ByteReader(Array(text.utf8), name: "x"), syntax: syntax)
        var rows: [[String]] = []
        while let row = try table.next() { rows.append(row) }
        return rows
    }

    @Test(arguments: [
        ("a,b\n", ["a", "b"]), ("\"a\",\"b\"", ["a", "b"]), ("\"a,b\",c\r\n", ["a,b", "c"]),
        ("\"say \"\"hi\"\"\",\"\"\n", ["say \"hi\"", ""]), ("\"\"\"\",\"\"\"\"\"\"", ["\"", "\"\""]),
        ("\"two\nlines\",b\n", ["two\nlines", "b"]), ("\"two\r\n\r\nlines\",b\r\n", ["two\r\n\r\nlines", "b"]),
        ("5\" disk,a\"b\"\n", ["5\" disk", "a\"b\""]), ("a, \"b, c\" ,d\n", ["a", "b, c", "d"]),
        (",,\n", ["", "", ""]),
    ])
    func aRecordIsTakenApart(text: String, fields: [String]) throws {
        #expect(try rows(text) == [fields])
        #expect(try rows(text + (text.hasSuffix("\n") ? "" : "\n") + text) == [fields, fields])
    }

    @Test func blanksInARowSeparateLikeOne() throws {
        #expect(try rows("  1  \"b c\" \t 3  \n1 2 3", separator: " ") == [["1", "b c", "3"], ["1", "2", "3"]])
    }

    /// Longer than what is read at a time, and in lines of its own.
    @Test func aLongFieldIsRead() throws {
        let field = String(repeating: "line\n", count: 100_000)
        #expect(try rows("1,\"\(field)\",2\n3,4,5\n") == [["1", field, "2"], ["3", "4", "5"]])
    }

    @Test func quotesThatAreNotClosed() {
        #expect(throws: TableError(name: "x", line: 2, reason: .openQuote(limit: nil))) {
            try rows("a,b\nc,\"d\n1,2\n")
        }
        #expect(throws: TableError(name: "x", line: 2, reason: .openQuote(limit: 1 << 24))) {
            try rows("a\n\"" + String(repeating: "x\n", count: 10_000_000))
        }
        #expect(throws: TableError(name: "x", line: 1, reason: .textBehindQuote(field: 2))) {
            try rows("a,\"b\"c\n")
        }
    }

    /// The line of a row is the first of its own.
    @Test func linesWithinQuotesAreCounted() throws {
        let syntax = TableSyntax.foreign(separator: nil, hasDecimalComma: false, header: .guessed)
        var table = try TableReader(ByteReader(Array("\"a\n\",b\n1,\"\n\n2\"\n3,x\n".utf8), name: "x"), syntax: syntax)
        #expect(try table.advance() && table.line == 3)
        #expect(try table.advance() && table.line == 6)
        #expect(throws: TableError(name: "x", line: 6, reason: .notANumber(column: "b", text: "x"))) {
            try table.number(1)
        }
    }
}
