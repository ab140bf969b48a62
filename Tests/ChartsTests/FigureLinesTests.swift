import Charts
import Testing

@Suite struct FigureLinesTests {
    private let tables: ChartTables

    init() throws { tables = try ChartTables() }

    private func lines(_ chart: Chart) -> [Line] {
        if case .lines(let lines) = chart.marks { lines } else { [] }
    }

    @Test func linesPassOverGapsAndSplitByGroup() throws {
        let log = try tables.source("log", "step\trun\tloss\tval\n1\tx\t9\t\n1\ty\t8\t\n2\tx\t7\t6\n", ["loss", "val"])
        let figure = try Figure.lines([log], xs: ["step"], by: "run", panels: nil)
        #expect(lines(figure.panels[0]).map(\.name) == ["loss, x", "loss, y", "val, x"])
        #expect(lines(figure.panels[0]).map(\.ys) == [[9, 7], [8], [6]])
    }

    @Test func tablesAreSeriesOfOneChart() throws {
        let first = try tables.source("ae", "epoch\tloss\n1\t3\n2\t2\n", ["loss"])
        let second = try tables.source("vae", "epoch\tloss\tkl\n1\t5\t1\n", ["loss"])
        let figure = try Figure.lines([first, second], xs: ["epoch"], by: nil, panels: nil)
        #expect(lines(figure.panels[0]).map(\.name) == ["ae", "vae"])
        #expect(figure.panels[0].y.title == "loss")
        var both = second
        both.columns = ["loss", "kl"]
        both.titles = both.columns
        let several = try Figure.lines([first, both], xs: ["epoch"], by: nil, panels: nil)
        #expect(lines(several.panels[0]).map(\.name) == ["ae loss", "vae loss", "vae kl"])
        #expect(several.panels[0].y.title == nil)
    }

    @Test func theAxisRisesInEveryTable() throws {
        let perEpoch = try tables.source("a", "epoch\tstep\tloss\n1\t10\t3\n2\t20\t2\n", ["loss"])
        let perStep = try tables.source("b", "epoch\tstep\tloss\n1\t10\t3\n1\t20\t2\n", ["loss"])
        #expect(try Figure.lines([perEpoch], xs: ["epoch", "step"], by: nil, panels: nil).panels[0].x.title == "epoch")
        let both = try Figure.lines([perEpoch, perStep], xs: ["epoch", "step"], by: nil, panels: nil)
        #expect(both.panels[0].x.title == "step")
    }

    @Test func panelsHaveTheSameSeries() throws {
        let first = try tables.source("ae", "epoch\tloss\n1\t3\n2\t2\n", ["loss"])
        let second = try tables.source("vae", "epoch\tloss\tkl\n1\t5\t1\n", ["loss", "kl"])
        let files = try Figure.lines([first, second], xs: ["epoch"], by: nil, panels: .file)
        #expect(files.panels.map(\.title) == ["ae", "vae"] && files.sharing == .xy)
        #expect(files.panels.map { lines($0).map(\.name) } == [["loss", "kl"], ["loss", "kl"]])
        #expect(files.panels.map { lines($0).map(\.ys) } == [[[3, 2], []], [[5], [1]]])
        let columns = try Figure.lines([first, second], xs: ["epoch"], by: nil, panels: .column)
        #expect(columns.panels.map(\.title) == ["loss", "kl"] && columns.sharing == .x)
        #expect(columns.panels.map { lines($0).map(\.name) } == [["ae", "vae"], ["ae", "vae"]])
        #expect(columns.panels.map { lines($0).map(\.ys) } == [[[3, 2], [5]], [[], [1]]])
    }

    @Test func aTableWithoutValuesIsNamed() throws {
        let first = try tables.source("ae", "epoch\tloss\n1\t3\n", ["loss"])
        let empty = try tables.source("vae", "epoch\tloss\n1\t\n", ["loss"])
        let error = #expect(throws: ChartTableError.self) {
            try Figure.lines([first, empty], xs: ["epoch"], by: nil, panels: nil)
        }
        #expect(error?.description.hasSuffix("vae.tsv: column loss is empty in every row") ?? false)
    }
}
