import Drawing
import Testing

import Charts

@Suite struct ChartPainterTests {
    static let chart = Chart(
        title: "Title", x: .init(title: "across"), y: .init(title: "upwards"),
        marks: .points(
            PointCloud(
                xs: [0, 1, 2], ys: [3, 1, 2],
                coloring: .categories(title: nil, names: ["a", "b"], members: [0, 1, 1]))))

    @Test func pngHasTheSizeAskedFor() throws {
        for scale in [1.0, 2.5] {
            let file = try ChartPainter.draw(Self.chart, as: .png, width: 400, height: 300, scale: scale, name: "x")
            let image = try PNGReader.decode(file, name: "x")
            #expect(image.width == Int(400 * scale) && image.height == Int(300 * scale))
            #expect(image.samples.prefix(3) == [255, 255, 255])
            let dots = Set(stride(from: 0, to: image.samples.count, by: 3).map { Array(image.samples[$0..<$0 + 3]) })
            #expect(dots.contains([0xB4, 0x23, 0x14]), "the legend shows the second colour")
        }
    }

    @Test func documentsHaveTheirMagic() throws {
        let pdf = try ChartPainter.draw(Self.chart, as: .pdf, width: 400, height: 300, name: "x")
        #expect(pdf.starts(with: Array("%PDF-".utf8)))
        let svg = try ChartPainter.draw(Self.chart, as: .svg, width: 400, height: 300, name: "x")
        #expect(String(decoding: svg, as: UTF8.self).contains("<svg"))
    }

    // cairo numbers the parts of its SVGs through a process; the cases of plot compare two runs.
    @Test(arguments: [ChartFormat.png, .pdf]) func sameChartSameBytes(format: ChartFormat) throws {
        let first = try ChartPainter.draw(Self.chart, as: format, width: 400, height: 300, name: "x")
        #expect(try ChartPainter.draw(Self.chart, as: format, width: 400, height: 300, name: "x") == first)
    }

    @Test func margins() throws {
        // Nothing, text least of all, touches the edge of the page, whatever the numbers.
        for (xs, ys) in [([0, 1e9], [1e-9, 2e-9]), ([-12345.678, 98765.4321], [0, 1]), ([5, 5], [5, 5])] {
            for width in [100, 240, 800] {
                let chart = Chart(
                    title: String(repeating: "long ", count: 40), x: .init(title: "x"), y: .init(title: "y"),
                    marks: .points(PointCloud(xs: xs, ys: ys)))
                let file = try ChartPainter.draw(chart, as: .png, width: width, height: 200, name: "x")
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
            try ChartPainter.draw(empty, as: .png, width: 400, height: 300, name: "x")
        }
    }

    @Test func logarithmicAxesHideWhatTheyCannotShow() throws {
        var chart = Chart(
            x: .init(), y: .init(isLogarithmic: true),
            marks: .lines([Line(name: "a", xs: [1, 2, 3], ys: [0, -1, 5]), Line(name: "b", xs: [1], ys: [0])]))
        let (shown, hidden) = chart.withoutHidden()
        #expect(hidden == 3)
        #expect(try abs(shown.scales().y.place(5) - 0.5) < 1e-9)
        chart.marks = .lines([Line(name: "a", xs: [1], ys: [0])])
        #expect(throws: ChartError.noPositiveValue) { try chart.withoutHidden().chart.scales() }
    }
}
