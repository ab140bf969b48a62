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

    @Test func linesPassOverGapsAndSplitByGroup() throws {
        var table = try table("step\trun\tloss\tval\n1\tx\t9\t\n1\ty\t8\t\n2\tx\t7\t6\n")
        let chart = try Chart.lines(&table, xs: ["step"], ys: ["loss", "val"], by: "run")
        guard case .lines(let lines) = chart.marks else {
            Issue.record("not lines")
            return
        }
        #expect(lines.map(\.name) == ["loss, x", "loss, y", "val, x"])
        #expect(lines.map(\.ys) == [[9, 7], [8], [6]])
    }

    @Test func histogramsShareTheirBins() throws {
        var table = try table("v\tk\n1\ta\n2\ta\n9\tb\n")
        let (chart, hidden) = try Chart.histogram(&table, columns: ["v"], by: "k", bins: 4, isLogarithmic: false)
        guard case .bars(let histograms) = chart.marks else {
            Issue.record("not bars")
            return
        }
        #expect(hidden == 0)
        #expect(histograms.map(\.counts) == [[2, 0, 0, 0], [0, 0, 0, 1]])
        #expect(histograms[0].edges == histograms[1].edges)
    }
}
