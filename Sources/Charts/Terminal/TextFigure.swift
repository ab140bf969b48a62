/// A figure drawn with characters, for terminals: its panels one under the other, and one legend for all.
public struct TextFigure {
    /// The lines of the figure, each ended by a newline.
    public let text: String

    /// A figure of at most this many characters, but at least eight lines for each panel; `isColored` uses the colours of
    /// ECMA-48 terminals.
    ///
    /// Throws `ChartError` when there is nothing to draw.
    public init(_ figure: Figure, columns: Int, rows: Int, isColored: Bool) throws {
        let scales = try figure.scales()
        let pen = TextPen(
            names: TextChart.groupNames(figure.panels[0]).map(\.printable), isColored: isColored)
        let legend = pen.legend(width: columns - 1, limit: max(1, rows / 5))
        var panels = figure.panels
        var title = ""
        if panels.count == 1 {
            panels[0].title = figure.title ?? panels[0].title
        } else if let text = figure.title?.printable {
            title = pen.bold(String(text.prefix(columns))) + "\n"
        }
        let free = rows - legend.count - (title.isEmpty ? 0 : 1)
        let panelRows = panels.count == 1 ? free : max(8, free / panels.count)
        let charts = zip(panels, scales).map { panel, scales in
            TextChart(
                panel, scales, hasEqualUnits: figure.hasEqualUnits, pen, columns: columns, rows: panelRows)
        }
        text = title + charts.map(\.text).joined() + legend.map { $0 + "\n" }.joined()
    }
}
