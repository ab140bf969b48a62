import TensorStreams
import Testing

@Suite struct FirstLineTests {
    private func columns(_ line: String, _ header: TableSyntax.Header = .certain(loneNames: nil)) throws -> [String] {
        let syntax = TableSyntax.foreign(separator: UInt8(ascii: ","), hasDecimalComma: false, header: header)
        return try TableReader(ByteReader(Array((line + "\n").utf8), name: "x"), syntax: syntax).columns
    }

    @Test func wordsAreNames() throws {
        #expect(try columns("a,1") == ["a", "1"])
        #expect(try columns(",a") == ["", "a"])
        #expect(try columns("a,NA,3") == ["a", "NA", "3"])
    }

    @Test func numbersAreARow() throws {
        #expect(try columns("1,2") == ["c1", "c2"])
        #expect(try columns("0") == ["c1"])
        #expect(try columns("0,1", .present) == ["0", "1"])
        #expect(try columns("a,b", .absent) == ["c1", "c2"])
    }

    /// pandas writes the numbers of columns, behind nothing where it numbers rows too.
    @Test func anIndexMakesNumbersNames() throws {
        #expect(try columns(",0,1,2") == ["", "0", "1", "2"])
    }

    @Test(arguments: ["0,1", "0,1,2,3", "1,NA,3", "1,,3", ",2019,2020", "NA"])
    func whatMayBeEitherIsNotGuessed(line: String) {
        #expect(throws: TableError(name: "x", line: 1, reason: .unclearHeader)) { try columns(line) }
    }

    @Test func aTextOfOneColumnHasNoNameButThoseExpected() throws {
        #expect(try columns("cat", .certain(loneNames: ["label"])) == ["c1"])
        #expect(try columns("label", .certain(loneNames: ["label"])) == ["label"])
        #expect(try columns("a,b", .certain(loneNames: ["label"])) == ["a", "b"])
    }
}
