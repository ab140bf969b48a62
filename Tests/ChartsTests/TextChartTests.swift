import Testing

import Charts

@Suite struct TextChartTests {
    @Test func lineRisesFromCornerToCorner() throws {
        let chart = Chart(x: .init(), y: .init(), marks: .lines([Line(name: "a", xs: [0, 4], ys: [0, 4])]))
        let text = try TextChart(chart, columns: 30, rows: 10, isColored: false).text
        let lines = text.split(separator: "\n")
        #expect(lines.count == 10)
        #expect(lines[0].contains("⠁") || lines[0].contains("⠊") || lines[0].contains("⠔"))
        #expect(lines.allSatisfy { $0.count <= 30 })
    }

    @Test func lettersTellGroupsApartWithoutColour() throws {
        let cloud = PointCloud(
            xs: [0, 1], ys: [0, 1], coloring: .categories(title: nil, names: ["cat", "dog"], members: [0, 1]))
        let chart = Chart(x: .init(), y: .init(), marks: .points(cloud))
        let plain = try TextChart(chart, columns: 40, rows: 12, isColored: false).text
        #expect(plain.contains("a cat  b dog"))
        #expect(!plain.contains("\u{1B}"))
        let colored = try TextChart(chart, columns: 40, rows: 12, isColored: true).text
        #expect(colored.contains("● dog") && colored.contains("\u{1B}[38;5;160m"))
    }

    @Test func tallestBarIsNearlyFull() throws {
        let histogram = Histogram(name: "x", values: [1, 1, 1, 2], edges: [0.5, 1.5, 2.5])
        let chart = Chart(x: .init(title: "x"), y: .init(title: "count"), marks: .bars([histogram]))
        let text = try TextChart(chart, columns: 40, rows: 12, isColored: false).text
        #expect(text.contains("█") && text.contains("count"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 40 })
    }

    @Test(arguments: [(20, 8), (21, 9), (160, 50)]) func anySizeIsKept(columns: Int, rows: Int) throws {
        let names = (0..<60).map { "a name of category \($0)" }
        let cloud = PointCloud(
            xs: (0..<60).map { Double($0) * 1e5 }, ys: (0..<60).map { Double($0) / 1e7 },
            coloring: .categories(title: nil, names: names, members: Array(0..<60)))
        let chart = Chart(
            title: String(repeating: "x", count: 200), x: .init(title: String(repeating: "y", count: 200)),
            y: .init(title: "z"), marks: .points(cloud))
        let lines = try TextChart(chart, columns: columns, rows: rows, isColored: false).text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= columns })
        #expect(lines.count <= rows)
    }
}
