import Charts
import Testing

@Suite struct FigureHistogramsTests {
    private let tables: ChartTables

    init() throws { tables = try ChartTables() }

    private func bars(_ chart: Chart) -> [Histogram] {
        if case .bars(let histograms) = chart.marks { histograms } else { [] }
    }

    private func figure(_ sources: [ChartSource], by: String? = nil, _ panels: PanelSubject?, _ sharing: Figure.Sharing)
        throws -> Figure
    {
        try Figure.histograms(sources, by: by, panels: panels, sharing: sharing, bins: 4, isLogarithmic: false).figure
    }

    @Test func histogramsOfAChartShareTheirBins() throws {
        let table = try tables.source("t", "v\tk\n1\ta\n2\ta\n9\tb\n", ["v"])
        let histograms = bars(try figure([table], by: "k", nil, .none).panels[0])
        #expect(histograms.map(\.counts) == [[2, 0, 0, 0], [0, 0, 0, 1]])
        #expect(histograms[0].edges == histograms[1].edges)
    }

    @Test func panelsShareTheirBinsWhereTheyShareTheAxis() throws {
        let sources = [try tables.source("a", "v\n0\n1\n", ["v"]), try tables.source("b", "v\n0\n8\n", ["v"])]
        #expect(bars(try figure(sources, nil, .none).panels[0]).map(\.name) == ["a", "b"])
        let own = try figure(sources, .file, .none)
        #expect(own.panels.map { bars($0)[0].edges.last } == [1, 8])
        #expect(own.panels.map(\.title) == ["a", "b"])
        let shared = try figure(sources, .file, .x)
        #expect(shared.panels.map { bars($0)[0].edges.last } == [8, 8])
        #expect(shared.panels.map { bars($0)[0].counts } == [[2, 0, 0, 0], [1, 0, 0, 1]])
    }

    @Test func whatALogarithmicAxisHidesIsCounted() throws {
        let table = try tables.source("t", "v\n0\n1\n10\n-4\n", ["v"])
        let (_, hidden) = try Figure.histograms(
            [table], by: nil, panels: nil, sharing: .none, bins: nil, isLogarithmic: true)
        #expect(hidden == 2)
    }
}
