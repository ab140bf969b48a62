/// A chart drawn with characters, for terminals: dots and lines in braille patterns, bars in blocks.
public struct TextChart {
    private let chart: Chart
    private let pen: TextPen
    private let x: Scale
    private let y: Scale
    private let yTicks: [Tick]
    private let plotColumns: Int
    private let plotRows: Int
    private let labelWidth: Int
    private let legend: [String]

    /// A chart of at most this many characters; `isColored` uses the colours of ECMA-48 terminals.
    ///
    /// Throws `ChartError` when there is nothing to draw.
    public init(_ chart: Chart, columns: Int, rows: Int, isColored: Bool) throws {
        var chart = chart
        chart.title = chart.title?.printable
        chart.x.title = chart.x.title?.printable
        chart.y.title = chart.y.title?.printable
        self.chart = chart
        (x, y) = try chart.scales()
        pen = TextPen(names: TextChart.groupNames(chart).map(\.printable), isColored: isColored)
        legend = pen.legend(width: columns - 1, limit: max(1, rows / 5))
        let around = legend.count + 2 + (TextChart.heading(chart) == nil ? 0 : 1) + (chart.x.title == nil ? 0 : 1)
        plotRows = max(3, rows - around)
        yTicks = y.ticks(count: max(2, plotRows / 4), whole: chart.hasWholeY).filter { $0.label != nil }
        labelWidth = min(columns / 3, yTicks.compactMap { $0.label?.plainText.count }.max() ?? 0)
        plotColumns = max(4, columns - labelWidth - 3)
    }

    private static func groupNames(_ chart: Chart) -> [String] {
        switch chart.marks {
        case .points(let cloud):
            switch cloud.coloring {
            case .categories(_, let names, _): names
            case .single, .continuous: [""]
            }
        case .lines(let lines): lines.map(\.name)
        case .bars(let histograms): histograms.map(\.name)
        }
    }

    /// What stands above: the title, and what is drawn upwards.
    private static func heading(_ chart: Chart) -> String? {
        switch (chart.title, chart.y.title) {
        case (let title?, let y?): "\(title)  (\(y))"
        case (let title, let y): title ?? y
        }
    }

    /// The lines of the chart, each ended by a newline.
    public var text: String {
        var lines: [String] = []
        let indent = String(repeating: " ", count: labelWidth + 2)
        if let heading = TextChart.heading(chart) {
            lines.append(pen.bold(String(heading.prefix(plotColumns + labelWidth + 2))))
        }
        lines += plotLines()
        lines += axisLines(indent)
        if let title = chart.x.title {
            let shown = String(title.prefix(plotColumns))
            lines.append(indent + String(repeating: " ", count: (plotColumns - shown.count) / 2) + shown)
        }
        lines += legend
        return lines.map { $0 + "\n" }.joined()
    }

    // MARK: Axes

    private func plotLines() -> [String] {
        var labels = [String?](repeating: nil, count: plotRows)
        for tick in yTicks {
            let row = min(plotRows - 1, max(0, Int((1 - y.place(tick.value)) * Double(plotRows))))
            labels[row] = tick.label?.plainText
        }
        return cells().enumerated().map { row, cells in
            let label = String((labels[row] ?? "").prefix(labelWidth))
            let padded = String(repeating: " ", count: labelWidth - label.count) + label
            return padded + " " + pen.dim(labels[row] == nil ? "│" : "┤") + cells
        }
    }

    private func axisLines(_ indent: String) -> [String] {
        var rule = [Character](repeating: "─", count: plotColumns)
        var numbers = [Character](repeating: " ", count: plotColumns + 1)
        var free = 0
        for tick in x.ticks(count: max(2, plotColumns / 9), whole: chart.hasWholeX) {
            guard let text = tick.label?.plainText else { continue }
            let column = min(plotColumns - 1, Int(x.place(tick.value) * Double(plotColumns)))
            let start = min(max(0, column - text.count / 2), numbers.count - text.count)
            guard start >= free else { continue }
            rule[column] = "┬"
            numbers.replaceSubrange(start..<start + text.count, with: text)
            free = start + text.count + 1
        }
        while numbers.last == " " { numbers.removeLast() }
        let corner = String(repeating: " ", count: labelWidth + 1)
        return [corner + pen.dim("└" + String(rule)), indent + String(numbers)]
    }

    // MARK: Data

    /// The rows of the plot, top first.
    private func cells() -> [String] {
        if case .bars(let histograms) = chart.marks, histograms.count == 1 { return blocks(histograms[0]) }
        let canvas = drawn()
        return (0..<plotRows).map { row in
            var line = ""
            var blanks = 0
            for column in 0..<plotColumns {
                guard let cell = canvas.cell(column: column, row: row) else {
                    blanks += 1
                    continue
                }
                line += String(repeating: " ", count: blanks) + pen.mark(cell.character, group: cell.group)
                blanks = 0
            }
            return line
        }
    }

    private func drawn() -> BrailleCanvas {
        var canvas = BrailleCanvas(columns: plotColumns, rows: plotRows, groups: TextChart.groupNames(chart).count)
        func dot(_ xValue: Double, _ yValue: Double) -> (x: Int, y: Int) {
            (
                Int((x.place(xValue) * Double(canvas.width - 1)).rounded()),
                Int(((1 - y.place(max(yValue, y.lower))) * Double(canvas.height - 1)).rounded())
            )
        }
        switch chart.marks {
        case .points(let cloud):
            for index in cloud.xs.indices {
                let place = dot(cloud.xs[index], cloud.ys[index])
                if case .categories(_, _, let members) = cloud.coloring {
                    canvas.set(place.x, place.y, group: members[index])
                } else {
                    canvas.set(place.x, place.y, group: 0)
                }
            }
        case .lines(let lines):
            for (group, line) in lines.enumerated() {
                let places = zip(line.xs, line.ys).map { dot($0, $1) }
                if let only = places.first { canvas.set(only.x, only.y, group: group) }
                for (start, end) in zip(places, places.dropFirst()) { canvas.line(from: start, to: end, group: group) }
            }
        case .bars(let histograms):
            for (group, histogram) in histograms.enumerated() {
                for outline in histogram.outlines.map({ $0.map { dot($0.x, $0.y) } }) {
                    for (start, end) in zip(outline, outline.dropFirst()) {
                        canvas.line(from: start, to: end, group: group)
                    }
                }
            }
        }
        return canvas
    }

    /// Bars in eighths of a character.
    private func blocks(_ histogram: Histogram) -> [String] {
        let eighths = Array(" ▁▂▃▄▅▆▇█")
        let heights = (0..<plotColumns).map { column -> Int in
            let value = x.value(at: (Double(column) + 0.5) / Double(plotColumns))
            guard let count = histogram.count(at: value), count > 0 else { return 0 }
            return max(1, Int((y.place(Double(count)) * Double(plotRows * 8)).rounded()))
        }
        return (0..<plotRows).map { row in
            let base = (plotRows - 1 - row) * 8
            let line = heights.map { eighths[min(8, max(0, $0 - base))] }
            let end = line.lastIndex { $0 != " " }.map { $0 + 1 } ?? 0
            return end == 0 ? "" : pen.colored(String(line[..<end]), 0)
        }
    }
}
