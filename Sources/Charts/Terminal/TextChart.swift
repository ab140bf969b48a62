/// A chart drawn with characters: dots and lines in braille patterns, bars in blocks.
struct TextChart {
    let chart: Chart
    let pen: TextPen
    let x: Scale
    let y: Scale
    let plotColumns: Int
    let plotRows: Int
    private let yTicks: [Tick]
    private let labelWidth: Int

    /// A chart of at most this many characters, without a legend; the pen is for its groups.
    init(
        _ chart: Chart, _ scales: (x: Scale, y: Scale), hasEqualUnits: Bool, _ pen: TextPen, columns: Int, rows: Int
    ) {
        var chart = chart
        chart.title = chart.title?.printable
        chart.x.title = chart.x.title?.printable
        chart.y.title = chart.y.title?.printable
        self.chart = chart
        self.pen = pen
        let plotRows = max(3, rows - 2 - (TextChart.heading(chart) == nil ? 0 : 1) - (chart.x.title == nil ? 0 : 1))
        let kind = chart.yKind
        var (x, y) = scales
        var (yTicks, labelWidth, plotColumns) = ([Tick](), 0, 0)
        // Equal units widen a scale, and that perhaps its labels.
        for _ in 0..<(hasEqualUnits ? 3 : 1) {
            yTicks = y.ticks(count: max(2, plotRows / 4), for: kind).filter { $0.label != nil }
            labelWidth = max(labelWidth, yTicks.compactMap { $0.label?.plainText.count }.max() ?? 0)
            labelWidth = min(columns / 3, labelWidth)
            plotColumns = max(4, columns - labelWidth - 3)
            guard hasEqualUnits else { break }
            // A character has 2×4 dots, which lie equally far apart.
            (x, y) = Scale.withEqualUnits(
                scales.x, width: Double(plotColumns * 2), scales.y, height: Double(plotRows * 4))
        }
        (self.x, self.y, self.plotRows, self.plotColumns) = (x, y, plotRows, plotColumns)
        (self.yTicks, self.labelWidth) = (yTicks, labelWidth)
    }

    /// The names of the groups of dots, lines or bars, in their order.
    static func groupNames(_ chart: Chart) -> [String] {
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
    var text: String {
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
        for tick in x.ticks(count: max(2, plotColumns / 9), for: chart.xKind) {
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
}
