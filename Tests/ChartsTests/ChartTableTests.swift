import Charts
import TensorStreams
import TestSupport
import Testing

@Suite struct ChartTableTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func table(_ text: String) throws -> ChartTable {
        let output = try ByteWriter.create(folder.path + "/t.tsv")
        try output.write(text)
        try output.finish()
        return try ChartTable(ByteReader.open(folder.path + "/t.tsv"))
    }

    @Test func numericColumnsAreThoseOfTheFirstRow() throws {
        let table = try table("id\tname\tz1\tlabel\tz2\n0\tcat\t1\t3\t2.5\n")
        #expect(table.numericColumns == ["z1", "z2"])
        #expect(try table.firstNumericColumns(2) == ["z1", "z2"])
        #expect(throws: ChartTableError.self) { try table.firstNumericColumns(3) }
    }

    @Test func gapsAreNotANumberWhereTheyAreAllowed() throws {
        var logged = try table("a\tb\n1\t\n2\t5\n")
        let columns = try logged.read(numbers: ["a", "b"], text: nil, gaps: true)
        #expect(columns.numbers[0] == [1, 2])
        #expect(columns.numbers[1][0].isNaN && columns.numbers[1][1] == 5)
        var strict = try table("a\tb\n1\t\n2\t5\n")
        #expect(throws: TableError.self) { try strict.read(numbers: ["a", "b"], text: nil, gaps: false) }
    }

    @Test func numbersThatNoAxisHoldsAreRefused() throws {
        var table = try table("a\n1\n-1e300\n")
        #expect(throws: ChartTableError.self) { try table.read(numbers: ["a"], text: nil, gaps: false) }
    }

    @Test func titleIsTheNameUnlessGiven() throws {
        let table = try table("a\n1\n")
        #expect(table.title == table.name)
        #expect(throws: TableError.self) { try table.check("b") }
    }
}
