import Drawing
import Testing

import Charts

@Suite struct FigurePainterTests {
    static let chart = Chart(
        title: "Title", x: .init(title: "across"), y: .init(title: "upwards"),
        marks: .points(
            PointCloud(
                xs: [0, 1, 2], ys: [3, 1, 2],
                coloring: .categories(title: nil, names: ["a", "b"], members: [0, 1, 1]))))

    @Test func pngHasTheSizeAskedFor() throws {
        for scale in [1.0, 2.5] {
            let file = try FigurePainter.draw(
                Figure(Self.chart), as: .png, width: 400, height: 300, scale: scale, name: "x")
            let image = try PNGReader.decode(file, name: "x")
            #expect(image.width == Int(400 * scale) && image.height == Int(300 * scale))
            #expect(image.samples.prefix(3) == [255, 255, 255])
            let dots = Set(stride(from: 0, to: image.samples.count, by: 3).map { Array(image.samples[$0..<$0 + 3]) })
            #expect(dots.contains([0xB4, 0x23, 0x14]), "the legend shows the second colour")
        }
    }

    @Test func documentsHaveTheirMagic() throws {
        let pdf = try FigurePainter.draw(Figure(Self.chart), as: .pdf, width: 400, height: 300, name: "x")
        #expect(pdf.starts(with: Array("%PDF-".utf8)))
        let svg = try FigurePainter.draw(Figure(Self.chart), as: .svg, width: 400, height: 300, name: "x")
        #expect(String(decoding: svg, as: UTF8.self).contains("<svg"))
    }

    // cairo numbers the parts of its SVGs through a process; the cases of plot compare two runs.
    @Test(arguments: [ChartFormat.png, .pdf]) func sameChartSameBytes(format: ChartFormat) throws {
        let first = try FigurePainter.draw(Figure(Self.chart), as: format, width: 400, height: 300, name: "x")
        #expect(try FigurePainter.draw(Figure(Self.chart), as: format, width: 400, height: 300, name: "x") == first)
    }

    @Test func margins() throws {
        // Nothing, text least of all, touches the edge of the page, whatever the numbers.
        for (xs, ys) in [([0, 1e9], [1e-9, 2e-9]), ([-12345.678, 98765.4321], [0, 1]), ([5, 5], [5, 5])] {
            for width in [100, 240, 800] {
                let chart = Chart(
                    title: String(repeating: "long ", count: 40), x: .init(title: "x"), y: .init(title: "y"),
                    marks: .points(PointCloud(xs: xs, ys: ys)))
                let file = try FigurePainter.draw(Figure(chart), as: .png, width: Double(width), height: 200, name: "x")
                let image = try PNGReader.decode(file, name: "x")
                for row in 0..<200 {
                    for column in [0, 1, width - 2, width - 1] {
                        #expect(image.samples[(row * width + column) * 3] == 255, "\(xs) \(width) \(row) \(column)")
                    }
                }
            }
        }
    }

    @Test func nothingToShow() {
        let empty = Chart(x: .init(), y: .init(), marks: .points(PointCloud(xs: [], ys: [])))
        #expect(throws: ChartError.nothingToShow) {
            try FigurePainter.draw(Figure(empty), as: .png, width: 400, height: 300, name: "x")
        }
    }

    @Test func panelsWithoutRoomAreRefused() {
        let figure = Figure(panels: [Chart](repeating: Self.chart, count: 9))
        #expect(throws: ChartError.noRoom(panels: 9)) {
            try FigurePainter.draw(figure, as: .png, width: 300, height: 200, name: "x")
        }
    }

    @Test func longTitlesTakeTwoLines() throws {
        func plotTop(title: String) throws -> Int {
            let file = try FigurePainter.draw(
                Figure(title: title, panels: [Self.chart]), as: .png, width: 400, height: 300, name: "x")
            let image = try PNGReader.decode(file, name: "x")
            // The column of pixels with most ink is the vertical axis.
            let columns = (0..<150).map { column in
                Set((0..<300).filter { image.samples[($0 * 400 + column) * 3] < 200 })
            }
            let axis = try #require(columns.max { $0.count < $1.count })
            var top = try #require(axis.max())
            while axis.contains(top - 1) { top -= 1 }
            return top
        }
        let (short, long) = (try plotTop(title: "t"), try plotTop(title: String(repeating: "word ", count: 30)))
        #expect(long > short + 10)
    }

    @Test func everyPanelIsDrawn() throws {
        var figure = Figure(title: "Title", panels: [Self.chart, Self.chart, Self.chart])
        figure.panelColumns = 2
        let image = try PNGReader.decode(
            try FigurePainter.draw(figure, as: .png, width: 600, height: 500, name: "x"), name: "x")
        let red: [UInt8] = [0xB4, 0x23, 0x14]
        func hasRed(_ columns: Range<Int>, _ rows: Range<Int>) -> Bool {
            rows.contains { row in
                columns.contains { Array(image.samples[(row * 600 + $0) * 3..<(row * 600 + $0) * 3 + 3]) == red }
            }
        }
        // Opacity mixes the dots' colours; only the legend, beside the panels and once, has them pure.
        #expect(hasRed(500..<600, 0..<250))
        #expect(!hasRed(0..<500, 0..<500) && !hasRed(500..<600, 250..<500))
        func ink(_ columns: Range<Int>, _ rows: Range<Int>) -> Int {
            rows.reduce(0) { sum, row in sum + columns.count(where: { image.samples[(row * 600 + $0) * 3] < 128 }) }
        }
        #expect(ink(0..<260, 60..<270) > 100 && ink(260..<520, 60..<270) > 100 && ink(0..<260, 280..<500) > 100)
        #expect(ink(290..<520, 290..<500) == 0, "there is no fourth panel")
    }
}
