/// Where the panels of a figure, their key and the title above them go.
struct FigureLayout {
    let style: Style
    let panels: [ChartLayout]
    let key: Key
    /// The room of the key, beside the panels.
    let keyBox: Box
    /// The lines of the title as they fit the page, and where they begin.
    let title: [(text: String, start: Point)]

    /// Throws `ChartError` where there is nothing to show, or no room for panels.
    init(_ figure: Figure, on surface: Surface) throws {
        let page = Box(left: 0, top: 0, right: surface.width, bottom: surface.height)
        let style =
            figure.panels.count == 1
            ? Style(width: page.width, height: page.height)
            : Style(width: page.width, height: page.height, columns: figure.columns, rows: figure.rows)
        let key = Key(figure)
        var area = page
        let lines = figure.title.map {
            surface.wrapped($0, style.title, limit: page.width - style.margin * 2, lines: 2)
        }
        if let lines { area.top += style.title.size * FigureLayout.leading(lines.count) + style.gap * 1.5 }
        let frames = figure.panels.map { ChartLayout.frame($0, style) }
        let above = frames.map(\.top).max() ?? 0
        let below = frames.map(\.bottom).max() ?? 0
        area.right -= key.width(on: surface, style, height: area.height - above - below)

        let boxes = FigureLayout.boxes(in: area, columns: figure.columns, rows: figure.rows)
        let panels = try FigureLayout.panels(figure, style, boxes, page, on: surface)
        let right = panels.map(\.plot.right).max() ?? area.right
        keyBox = Box(
            left: right + style.gap * 2, top: area.top + above, right: page.right - style.margin,
            bottom: area.bottom - below)
        title = (lines ?? []).enumerated().map { line, text in
            let width = surface.width(of: text, style.title)
            let centered = ((panels.first?.plot.left ?? 0) + right - width) / 2
            let left = min(max(centered, style.margin), page.width - style.margin - width)
            let below = style.title.size * (FigureLayout.leading(lines?.count ?? 1) - FigureLayout.leading(line + 1))
            return (text, Point(x: left, y: area.top + style.margin - style.gap * 1.6 - below))
        }
        self.panels = panels
        self.style = style
        self.key = key
    }

    /// The height of so many lines of text, in font sizes.
    private static func leading(_ lines: Int) -> Double { 1 + 1.25 * Double(lines - 1) }

    /// Equal parts of the area, row by row.
    private static func boxes(in area: Box, columns: Int, rows: Int) -> [Box] {
        (0..<columns * rows).map { index in
            let (column, row) = (Double(index % columns), Double(index / columns))
            let (width, height) = (area.width / Double(columns), area.height / Double(rows))
            return Box(
                left: area.left + width * column, top: area.top + height * row,
                right: area.left + width * (column + 1), bottom: area.top + height * (row + 1))
        }
    }

    /// Plots of fewer pixels show nothing.
    private static let smallestPlot = 32.0

    /// All plots get the same size, which is what the widest labels leave. Labels decide how large the plots are, and the
    /// size of the plots decides which labels there are, so this is done until nothing changes.
    private static func panels(_ figure: Figure, _ style: Style, _ boxes: [Box], _ page: Box, on surface: Surface)
        throws
        -> [ChartLayout]
    {
        let shown = try figure.scales()
        var scales = shown
        var frame = Frame()
        var layouts: [ChartLayout] = []
        for _ in 0..<6 {
            layouts = figure.panels.indices.map { index in
                let isLast = (index + 1) % figure.columns == 0
                return ChartLayout(
                    figure.panels[index], scales[index], style, on: surface, in: boxes[index], atLeast: frame,
                    limit: isLast ? page.right : boxes[index].right)
            }
            let needed = layouts.reduce(frame) { $0.union($1.frame) }
            if figure.hasEqualUnits {
                scales = zip(shown, layouts).map { scale, layout in
                    Scale.withEqualUnits(scale.x, width: layout.plot.width, scale.y, height: layout.plot.height)
                }
            }
            if needed == frame { break }
            frame = needed
        }
        if layouts.count > 1, layouts.contains(where: { min($0.plot.width, $0.plot.height) < smallestPlot }) {
            throw ChartError.noRoom(panels: layouts.count)
        }
        return layouts
    }
}
