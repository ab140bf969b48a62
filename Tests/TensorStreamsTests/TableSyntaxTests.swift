import TensorStreams
import Testing

@Suite struct TableSyntaxTests {
    private func table(
        _ text: String, separator: Character? = nil, hasDecimalComma: Bool = false,
        header: TableSyntax.Header = .certain(loneNames: nil)
    ) throws -> TableReader {
        try TableReader(
            ByteReader(Array(text.utf8), name: "x"),
            syntax: .foreign(separator: separator?.asciiValue, hasDecimalComma: hasDecimalComma, header: header))
    }

    @Test(arguments: [
        ("a\tb,c;d\n", ["a", "b,c;d"]), ("a;b,c\n", ["a", "b,c"]), ("a,b c\n", ["a", "b c"]), ("a b\n", ["a b"]),
        ("\"a;b\",c\n", ["a;b", "c"]), ("\"a\" \"b c\"\n", ["a", "b c"]), ("1 2.5\n", ["c1", "c2"]),
        ("  1e3   -2 \n", ["c1", "c2"]), ("# a b\n", ["a", "b"]), ("# a,b\n", ["a", "b"]),
        ("#a,b\n", ["#a", "b"]), ("\u{FEFF}a,b\n", ["a", "b"]),
        ("\u{FEFF}\"a\",b\n", ["a", "b"]),
    ])
    func theFirstLineTellsTheSeparator(text: String, columns: [String]) throws {
        #expect(try table(text).columns == columns)
    }

    @Test func aDecimalCommaIsReadWhereItIsSaid() throws {
        var german = try table("a;b\n1,5;-2e3\n1.5;2\n", hasDecimalComma: true)
        #expect(try german.advance())
        #expect(try german.float(0) == 1.5 && german.number(1) == -2000)
        #expect(try german.advance())
        #expect(throws: TableError(name: "x", line: 3, reason: .notANumber(column: "a", text: "1.5"))) {
            try german.float(0)
        }
        #expect(try !table("1,5;2\n", hasDecimalComma: true).hasHeader)
    }

    @Test func emptyLinesArePassedOver() throws {
        var several = try table("a,b\n1,2\n\n  \n3,4\n\n")
        #expect(try several.next() == ["1", "2"])
        #expect(try several.next() == ["3", "4"])
        #expect(try several.next() == nil)
        var one = try table("a\n\n\"\"\n")
        #expect(try one.next() == [""] && one.next() == [""] && one.next() == nil)
    }

    @Test func namesOfRowsAreAColumn() throws {
        var quoted = try table("\"a\",\"b\"\n\"r1\",1,2\n")
        #expect(quoted.columns == ["", "a", "b"])
        #expect(try quoted.next() == ["r1", "1", "2"])
        #expect(try table("a b\n1 2 3\n", separator: " ").columns == ["", "a", "b"])
        var plain = try table("a,b\n1,2,3\n")
        #expect(throws: TableError(name: "x", line: 2, reason: .ragged(expected: 2, found: 3))) { try plain.advance() }
    }

    @Test func otherTextIsCalledByItsName() {
        #expect(throws: TableError(name: "x", line: 1, reason: .json)) { try table("{\"a\": 1, \"b\": 2}\n") }
        let utf16: [UInt8] = [0xFF, 0xFE] + "a,b\n".utf8.flatMap { [$0, 0] }
        #expect(throws: TableError(name: "x", line: nil, reason: .utf16)) {
            try TableReader(ByteReader(utf16, name: "x"))
        }
    }
}
