import Charts
import Testing

@Suite struct FigureScatterTests {
    private let tables: ChartTables

    init() throws { tables = try ChartTables() }

    private func coloring(_ chart: Chart) -> (names: [String], members: [Int]) {
        if case .points(let cloud) = chart.marks, case .categories(_, let names, let members) = cloud.coloring {
            return (names, members)
        }
        return ([], [])
    }

    @Test func severalTablesHaveAColourEach() throws {
        let sources = [
            try tables.source("b", "x\ty\n1\t2\n", ["x", "y"]), try tables.source("a", "x\ty\n3\t4\n", ["x", "y"]),
        ]
        let chart = try Figure.scatter(sources, by: nil, hasPanels: false).panels[0]
        #expect(coloring(chart) == (["b", "a"], [0, 1]))
        let panels = try Figure.scatter(sources, by: nil, hasPanels: true).panels
        #expect(panels.map(\.title) == ["b", "a"] && panels.map { coloring($0).names } == [[], []])
    }

    @Test func labelsHaveTheSameColourInAllPanels() throws {
        let sources = [
            try tables.source("a", "x\ty\tlabel\n1\t2\t10\n1\t2\t9\n", ["x", "y"]),
            try tables.source("b", "x\ty\tlabel\n3\t4\t2\n3\t4\t10\n", ["x", "y"]),
        ]
        let figure = try Figure.scatter(sources, by: "label", hasPanels: true)
        #expect(figure.panels.map { coloring($0).names } == [["2", "9", "10"], ["2", "9", "10"]])
        #expect(figure.panels.map { coloring($0).members } == [[2, 1], [0, 2]])
        #expect(figure.sharing == .xy)
    }

    @Test func panelsOfOtherColumnsHaveRangesOfTheirOwn() throws {
        let sources = [
            try tables.source("a", "z1\tz2\n1\t2\n", ["z1", "z2"]),
            try tables.source("b", "tsne1\ttsne2\n30\t40\n", ["tsne1", "tsne2"]),
        ]
        #expect(try Figure.scatter(sources, by: nil, hasPanels: true).sharing == .none)
    }

    @Test func aTableWithoutLabelsIsAGroupOfItsOwn() throws {
        let sources = [
            try tables.source("a", "x\ty\tlabel\n1\t2\tcat\n", ["x", "y"]),
            try tables.source("b", "x\ty\n3\t4\n", ["x", "y"]),
        ]
        let chart = try Figure.scatter(sources, by: "label", hasPanels: false).panels[0]
        #expect(coloring(chart) == (["cat", "(none)"], [0, 1]))
    }
}
