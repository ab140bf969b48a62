/// Draws charts as pictures and documents; the same chart gives the same bytes.
public enum ChartPainter {
    /// The bytes of a PNG, SVG or PDF of `width × height` pixels (in PDF 96 to the inch); `scale` makes a PNG finer.
    /// `name` is what messages call the file.
    ///
    /// Throws `ChartError` when there is nothing to draw.
    public static func draw(
        _ chart: Chart, as format: ChartFormat, width: Int, height: Int, scale: Double = 1, name: String
    ) throws -> [UInt8] {
        let surface = Surface(format, width: Double(width), height: Double(height), scale: scale)
        let page = Box(left: 0, top: 0, right: Double(width), bottom: Double(height))
        let layout = try ChartLayout(chart, on: surface, in: page)
        let axes = AxesPainter(chart, layout, on: surface)
        axes.drawGrid()
        MarksPainter(layout: layout, surface: surface).draw(chart.marks)
        axes.drawAxes()
        layout.key.draw(on: surface, in: layout.keyBox, layout.style)
        return try surface.finish(name: name)
    }
}
