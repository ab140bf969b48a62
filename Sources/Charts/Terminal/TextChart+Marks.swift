/// The data of a text chart.
extension TextChart {
    /// The rows of the plot, top first.
    func cells() -> [String] {
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
        // What lies far beyond an axis that was given limits is as good as a little beyond.
        func dot(_ xValue: Double, _ yValue: Double) -> (x: Int, y: Int) {
            let (across, upwards) = (min(max(x.place(xValue), -9), 9), min(max(y.place(yValue), -9), 9))
            return (
                Int((across * Double(canvas.width - 1)).rounded()),
                Int(((1 - upwards) * Double(canvas.height - 1)).rounded())
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
                for outline in histogram.outlines.map({ $0.map { dot($0.x, max($0.y, y.lower)) } }) {
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
            return max(1, Int((min(y.place(Double(count)), 1) * Double(plotRows * 8)).rounded()))
        }
        return (0..<plotRows).map { row in
            let base = (plotRows - 1 - row) * 8
            let line = heights.map { eighths[min(8, max(0, $0 - base))] }
            let end = line.lastIndex { $0 != " " }.map { $0 + 1 } ?? 0
            return end == 0 ? "" : pen.colored(String(line[..<end]), 0)
        }
    }
}
