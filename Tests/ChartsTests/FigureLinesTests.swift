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

    /// Rows count in their own table, whatever they hold and whichever group they are of.
    @Test func withoutAnAxisRowsAreNumberedFromZero() throws {
        let losses = try tables.source("a", "run\tloss\nx\t9\ny\t8\nx\t\nx\t6\n", ["loss"])
        let figure = try Figure.lines([losses, losses], xs: [], by: "run", panels: .file)
        #expect(figure.panels.map(\.x.title) == ["row", "row"])
        for panel in figure.panels {
            #expect(lines(panel).map(\.xs) == [[0, 3], [1]])
            #expect(lines(panel).map(\.ys) == [[9, 6], [8]])
        }
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

    /// Rows of 100 images, but for the last of each epoch, of 250 images, and the first of the next.
    private static let log = """
        epoch\tstep\tseen\tloss\tlr\tval_loss
        1\t10\t100\t9\t1\t
        1\t20\t200\t7\t1\t
        1\t24\t240\t2\t1\t6
        2\t34\t340\t5\t1\t
        2\t44\t440\t4\t1\t
        2\t48\t480\t9\t1\t5

        """

    @Test func aShortRowOfALogIsJoinedWithTheOneBefore() throws {
        let log = try tables.source("log", Self.log, ["loss", "lr", "val_loss"])
        let chart = try Figure.lines([log], xs: ["epoch", "step"], by: nil, panels: nil).panels[0]
        #expect(lines(chart).map(\.xs) == [[10, 24, 34, 48], [10, 20, 24, 34, 44, 48], [24, 48]])
        #expect(lines(chart)[0].ys == [9, 780.0 / 140, 5, 760.0 / 140])
        #expect(lines(chart)[2].ys == [6, 5])
        let table = try tables.source("table", "step\tseen\tloss\n1\t10\t3\n2\t20\t2\n3\t21\t9\n", ["loss"])
        #expect(lines(try Figure.lines([table], xs: ["step"], by: nil, panels: nil).panels[0])[0].ys == [3, 2, 9])
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
