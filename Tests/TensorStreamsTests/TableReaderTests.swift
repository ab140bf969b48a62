import TensorStreams
import TestSupport
import Testing

@Suite struct TableReaderTests {
    private func table(_ text: String) throws -> TableReader {
        try TableReader(ByteReader(Array(text.utf8), name: "x.tsv"))
    }

    private func message(_ text: String, _ body: (inout TableReader) throws -> Void) -> String? {
        do {
            var table = try table(text)
            try body(&table)
            return nil
        } catch { return "\(error)" }
    }

    private func numbers(_ text: String) -> String? {
        message(text) { table in
            while try table.advance() { for column in table.columns.indices { _ = try table.number(column) } }
        }
    }

    @Test(arguments: [
        "id\tz1\n0\t1.5\n1\t-2\n", "id\tz1\r\n0\t1.5\r\n1\t-2\r\n", "id\tz1\n0\t1.5\n1\t-2",
        "\u{FEFF}id\tz1\n0\t1.5\n1\t-2\n",
    ])
    func lineEndsDoNotMatter(text: String) throws {
        var table = try table(text)
        #expect(table.columns == ["id", "z1"])
        #expect(try table.next() == ["0", "1.5"])
        #expect(try table.number(1) == 1.5)
        #expect(try table.advance())
        #expect(try table.integer(0) == 1)
        #expect(try table.float(1) == -2)
        #expect(table.line == 3)
        #expect(try table.next() == nil)
    }

    @Test func aFirstLineOfNumbersIsARow() throws {
        var table = try table("1\t2.5\n3\t4\n")
        #expect(table.columns == ["c1", "c2"])
        #expect(!table.hasHeader)
        #expect(try table.floats(columns: [1, 0], atMost: 10) == [2.5, 1, 4, 3])
        #expect(try table.floats(columns: [1, 0], atMost: 10) == nil)
    }

    @Test(arguments: [
        ("", "x.tsv: empty input; a table was expected"),
        ("\n1\n", "x.tsv: line 1: a header line of column names was expected"),
        ("a\tb\n1\n", "x.tsv: line 2: 2 fields expected, as in the first line, 1 found"),
        ("a\n1\n1\t2\n", "x.tsv: line 3: 1 field expected, as in the first line, 2 found"),
        ("a\tb\n1\tdog\n", "x.tsv: line 2: column b: \"dog\" where a number was expected"),
        ("a\tb\n1\tnan\n", "x.tsv: line 2: column b: \"nan\" where a number was expected"),
        ("nan\t1\n", "x.tsv: line 1: column c1: \"nan\" where a number was expected"),
        ("a\tb\n1\t\n", "x.tsv: line 2: column b: nothing where a number was expected"),
        ("a\tb\n1\t2\n\n", "x.tsv: line 3: 2 fields expected, as in the first line, 1 found"),
        ("a\tb\n1\t1e999\n", "x.tsv: line 2: column b: \"1e999\" where a number was expected: it is too large"),
    ])
    func damageIsReported(text: String, message: String) {
        #expect(numbers(text) == message)
    }

    @Test func missingColumnsAreNamed() {
        #expect(message("a\tb\n") { _ = try $0.index(of: "z1") } == "x.tsv: no column z1; there are: a b")
        #expect(message("a\ta\n") { _ = try $0.index(of: "a") } == "x.tsv: more than one column is called a")
        #expect(
            message("a\nx") {
                _ = try $0.advance(); _ = try $0.integer(0)
            }?.contains("whole number") ?? false)
    }

    @Test func textMustBeUTF8() {
        let bytes = Array("a\n".utf8) + [0xFF, 0xFE, 10]
        #expect(throws: TableError(name: "x", line: 2, reason: .notUTF8(column: "a"))) {
            var table = try TableReader(ByteReader(bytes, name: "x"))
            _ = try table.next()
        }
    }

    @Test func aLongLineIsReadAndAnEndlessOneIsNot() throws {
        let columns = (0..<200_000).map { "z\($0)" }.joined(separator: "\t")
        #expect(try table(columns + "\n").columns.count == 200_000)
        #expect(throws: TableError(name: "/dev/zero", line: 1, reason: .lineTooLong(limit: 1 << 24))) {
            try TableReader(ByteReader.open("/dev/zero"))
        }
    }

    @Test func floatsAreRoundedOnce() throws {
        // Half way between two floats and a little more: rounding to a Double first would lose the little.
        let cases = ["1.00000005960464477540", "1.000000178813934326171874", "1.4e-45", "3.4028235e38", "1e-46"]
        var table = try table("z\n" + cases.joined(separator: "\n") + "\n")
        for text in cases {
            #expect(try table.advance())
            #expect(try table.float(0) == Float(text))
        }
        var random = RandomSource(seed: 2)
        let values = (0..<5000).map { _ in Float(bitPattern: UInt32(truncatingIfNeeded: random.next())) }
            .filter(\.isFinite)
        let text = values.map { NumberText.of($0) }.joined(separator: "\n")
        var many = try self.table("z\n" + text)
        #expect(try many.floats(columns: [0], atMost: .max) == values)
    }

    /// As programs write them that bring numbers to one width.
    @Test func spacesRoundNamesAndNumbersArePassedOver() throws {
        let text = " id \t z1\t  label\n   0\t 1.5 \t a b \n  12\t   \t \n"
        var table = try TableReader(ByteReader(Array(text.utf8), name: "x"))
        #expect(table.columns == ["id", "z1", "label"])
        #expect(try table.advance())
        #expect(try table.integer(0) == 0 && table.number(1) == 1.5 && table.float(1) == 1.5)
        #expect(table.isNumeric(1) && !table.isNumeric(2))
        #expect(try table.text(2) == " a b " && table.trimmedText(2) == "a b")
        #expect(try table.advance())
        #expect(table.isEmpty(1) && table.isEmpty(2))
        #expect(throws: TableError(name: "x", line: 3, reason: .notANumber(column: "z1", text: "   "))) {
            try table.number(1)
        }
        #expect(try !TableReader(ByteReader(Array(" 1\t 2 \n".utf8), name: "x")).hasHeader)
    }
}
