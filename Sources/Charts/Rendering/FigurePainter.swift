/// Draws figures as pictures and documents; the same figure gives the same bytes.
public enum FigurePainter {
    /// The bytes of a PNG, SVG or PDF of `width × height` pixels (in PDF 96 to the inch); `scale` makes a PNG finer.
    /// `name` is what messages call the file.
    ///
    /// Throws `ChartError` when there is nothing to draw, or panels have no room.
    public static func draw(
        _ figure: Figure, as format: ChartFormat, width: Double, height: Double, scale: Double = 1, name: String
    ) throws -> [UInt8] {
        let surface = Surface(format, width: width, height: height, scale: scale)
        let layout = try FigureLayout(figure, on: surface)
        let isCrowded = format != .png && figure.dotCount > mostShapes
        for (chart, panel) in zip(figure.panels, layout.panels) {
            let axes = AxesPainter(chart, panel, on: surface)
            axes.drawGrid()
            let marks = MarksPainter(layout: panel, key: layout.key)
            if isCrowded {
                surface.asPicture(of: panel.box) { marks.draw(chart.marks, on: $0) }
            } else {
                marks.draw(chart.marks, on: surface)
            }
            axes.drawAxes()
        }
        layout.key.draw(on: surface, in: layout.keyBox, layout.style)
        for line in layout.title { surface.draw(line.text, at: line.start, layout.style.title, layout.style.ink) }
        return try surface.finish(name: name)
    }

    /// Above this number the dots of an SVG or PDF become one picture in each panel, which viewers can open.
    private static let mostShapes = 20_000
}

extension Figure {
    /// How many dots scatter plots have.
    fileprivate var dotCount: Int {
        panels.reduce(0) { count, panel in
            if case .points(let cloud) = panel.marks { count + cloud.xs.count } else { count }
        }
    }
}
