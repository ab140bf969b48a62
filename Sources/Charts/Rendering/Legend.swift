import Drawing

/// The names of the series, each after a sample of its colour, in columns as high as the plot.
struct Legend {
    enum Sample {
        case dot, line, patch
    }

    let title: String?
    let sample: Sample
    let names: [String]
    let looks: [SeriesLook]

    /// - Parameter looks: what tells the series apart, where that does not follow from their order.
    init(title: String?, sample: Sample, names: [String], looks: [SeriesLook?] = []) {
        (self.title, self.sample, self.names) = (title, sample, names)
        self.looks = names.indices.map { (looks.indices.contains($0) ? looks[$0] : nil) ?? SeriesLook(category: $0) }
    }

    /// Names, rows of a column, and the width of a column, as they fit a height.
    private struct Arrangement {
        var names: [String]
        var rows: Int
        var columnWidth: Double
        var columns: Int { (names.count + rows - 1) / rows }
    }

    /// At most three columns, and fewer where they would take two fifths of the page.
    private func arrangement(on surface: Surface, _ style: Style, height: Double) -> Arrangement {
        var columns = 3
        while true {
            let arranged = arrangement(on: surface, style, height: height, columns: columns)
            let width = arranged.columnWidth * Double(arranged.columns)
            if columns == 1 || width <= surface.width * 0.4 { return arranged }
            columns -= 1
        }
    }

    private func arrangement(on surface: Surface, _ style: Style, height: Double, columns: Int) -> Arrangement {
        let room = height - (title == nil ? 0 : rowHeight(style) * 1.2)
        let rows = max(1, Int(room / rowHeight(style)))
        let places = rows * columns
        var shown = names
        if names.count > places { shown = names.prefix(places - 1) + ["… \(names.count - places + 1) more"] }
        let limit = surface.width * 0.3 / Double((shown.count + rows - 1) / rows)
        shown = shown.map { surface.fitted($0, style.legend, limit: limit) }
        let widest = shown.map { surface.width(of: $0, style.legend) }.max() ?? 0
        return Arrangement(names: shown, rows: rows, columnWidth: sampleWidth(style) + widest + style.gap * 1.5)
    }

    private func rowHeight(_ style: Style) -> Double { style.legend.size * 1.55 }

    private func sampleWidth(_ style: Style) -> Double {
        style.legend.size * (sample == .line ? (hasDashes ? 3.1 : 2.1) : 1.35)
    }

    /// Whether some lines are told apart by more than their colour, which a sample must be long enough to show.
    private var hasDashes: Bool { looks.contains { $0.dashes != .none } }

    private func fittedTitle(on surface: Surface, _ style: Style) -> String? {
        title.map { surface.fitted($0, style.legend, limit: surface.width * 0.3) }
    }

    func width(on surface: Surface, _ style: Style, height: Double) -> Double {
        let arranged = arrangement(on: surface, style, height: height)
        let columns = Double(arranged.columns) * arranged.columnWidth - style.gap * 1.5
        let heading = fittedTitle(on: surface, style).map { surface.width(of: $0, style.legend) } ?? 0
        return max(columns, heading) + style.gap * 2
    }

    func draw(on surface: Surface, in box: Box, _ style: Style) {
        let arranged = arrangement(on: surface, style, height: box.height)
        var top = box.top
        if let heading = fittedTitle(on: surface, style) {
            surface.draw(heading, at: Point(x: box.left, y: top + style.legend.size), style.legend, style.ink)
            top += rowHeight(style) * 1.2
        }
        for (index, name) in arranged.names.enumerated() {
            let left = box.left + Double(index / arranged.rows) * arranged.columnWidth
            let middle = top + (Double(index % arranged.rows) + 0.5) * rowHeight(style)
            if index < names.count, !(arranged.names.count < names.count && index == arranged.names.count - 1) {
                drawSample(index, on: surface, at: Point(x: left, y: middle), style)
            }
            let base = Point(x: left + sampleWidth(style), y: middle + style.legend.size * 0.36)
            surface.draw(name, at: base, style.legend, style.ink)
        }
    }

    private func drawSample(_ index: Int, on surface: Surface, at start: Point, _ style: Style) {
        let look = looks[index]
        let color = ChartColors.color(of: look, named: names[index])
        let size = style.legend.size
        switch sample {
        case .dot:
            surface.fill(
                Marker(category: look.category), at: Point(x: start.x + size * 0.5, y: start.y), radius: size * 0.36,
                color)
        case .line:
            surface.stroke(
                [start, Point(x: start.x + sampleWidth(style) - size * 0.5, y: start.y)], color,
                width: style.lineWidth * 1.4, look.dashes)
        case .patch:
            let box = Box(
                left: start.x, top: start.y - size * 0.4, right: start.x + size * 0.9, bottom: start.y + size * 0.4)
            surface.fill(box, color, opacity: 0.8 * (hasDashes ? 0.3 : 1))
            if hasDashes { surface.stroke(box.outline, color, width: style.lineWidth, look.dashes) }
        }
    }
}
