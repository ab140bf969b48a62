import Testing

import Charts

@Suite struct TextFigureTests {
    @Test func lineRisesFromCornerToCorner() throws {
        let chart = Chart(x: .init(), y: .init(), marks: .lines([Line(name: "a", xs: [0, 4], ys: [0, 4])]))
        let text = try TextFigure(Figure(chart), columns: 30, rows: 10, isColored: false).text
        let lines = text.split(separator: "\n")
        #expect(lines.count == 10)
        #expect(lines[0].contains("⠁") || lines[0].contains("⠊") || lines[0].contains("⠔"))
        #expect(lines.allSatisfy { $0.count <= 30 })
    }

    @Test func lettersTellGroupsApartWithoutColour() throws {
        let cloud = PointCloud(
            xs: [0, 1], ys: [0, 1], coloring: .categories(title: nil, names: ["cat", "dog"], members: [0, 1]))
        let chart = Chart(x: .init(), y: .init(), marks: .points(cloud))
        let plain = try TextFigure(Figure(chart), columns: 40, rows: 12, isColored: false).text
        #expect(plain.contains("a cat  b dog"))
        #expect(!plain.contains("\u{1B}"))
        let colored = try TextFigure(Figure(chart), columns: 40, rows: 12, isColored: true).text
        #expect(colored.contains("● dog") && colored.contains("\u{1B}[38;5;160m"))
    }

    @Test func lettersTellGroupsApartWhereColoursBeginAgain() throws {
        let names = (0..<12).map { "run \($0)" }
        let lines = names.enumerated().map { Line(name: $1, xs: [0, 1], ys: [Double($0), Double($0)]) }
        let chart = Chart(x: .init(), y: .init(), marks: .lines(lines))
        let text = try TextFigure(Figure(chart), columns: 60, rows: 40, isColored: true).text
        #expect(text.contains("\u{1B}[38;5;33ma run 0\u{1B}[0m") && text.contains("\u{1B}[38;5;33mk run 10\u{1B}[0m"))
        #expect(text.contains("\u{1B}[38;5;33ma\u{1B}[0m") && text.contains("\u{1B}[38;5;33mk\u{1B}[0m"))
    }

    @Test func tallestBarIsNearlyFull() throws {
        let histogram = Histogram(name: "x", values: [1, 1, 1, 2], edges: [0.5, 1.5, 2.5])
        let chart = Chart(x: .init(title: "x"), y: .init(title: "count"), marks: .bars([histogram]))
        let text = try TextFigure(Figure(chart), columns: 40, rows: 12, isColored: false).text
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
        let lines = try TextFigure(Figure(chart), columns: columns, rows: rows, isColored: false).text.split(
            separator: "\n")
        #expect(lines.allSatisfy { $0.count <= columns })
        #expect(lines.count <= rows)
    }

    @Test func panelsStandOneUnderTheOther() throws {
        let panels = ["first", "second"].map { title in
            Chart(
                title: title, x: .init(), y: .init(),
                marks: .lines(["a", "b"].map { Line(name: $0, xs: [0, 1], ys: [0, 1]) }))
        }
        let text = try TextFigure(Figure(title: "all", panels: panels), columns: 30, rows: 26, isColored: false).text
        let lines = text.split(separator: "\n")
        #expect(lines.count == 26 && lines[0] == "all" && lines[1] == "first" && lines[13] == "second")
        #expect(lines[25] == "a  b", "there is one legend")
    }

    @Test func equalUnitsKeepACircleRound() throws {
        let chart = Chart(x: .init(), y: .init(), marks: .points(PointCloud(xs: [-1, 1, 0, 0], ys: [0, 0, -1, 1])))
        var figure = Figure(chart)
        figure.hasEqualUnits = true
        let lines = try TextFigure(figure, columns: 70, rows: 14, isColored: false).text.split(separator: "\n")
        let marks = lines.enumerated().flatMap { row, line in
            line.enumerated().filter { ("\u{2800}"..."\u{28FF}").contains($0.element) }.map { (row, $0.offset) }
        }
        let (rows, columns) = (Set(marks.map(\.0)), Set(marks.map(\.1)))
        let height = (rows.max() ?? 0) - (rows.min() ?? 0)
        let width = (columns.max() ?? 0) - (columns.min() ?? 0)
        // A character is twice as high as wide.
        #expect(abs(width - 2 * height) <= 2, "\(width)×\(height)")
    }
}
