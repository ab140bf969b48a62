/// Where the parts of a chart go, so that no text is cut and none lies on another.
struct ChartLayout {
    let style: Style
    let x: Scale
    let y: Scale
    let xTicks: [Tick]
    let yTicks: [Tick]
    let key: Key
    /// The part of the page where the data is drawn.
    let plot: Box
    /// The room of the key, beside the plot.
    let keyBox: Box
    private let page: Box

    init(_ chart: Chart, on surface: Surface, in page: Box) throws {
        let style = Style(width: page.width, height: page.height)
        let scales = try chart.scales()
        let key = Key(chart)
        let bottomTitle = chart.x.title == nil ? 0 : style.axisTitle.size + style.gap
        let top = page.top + style.margin + (chart.title == nil ? 0 : style.title.size + style.gap * 1.5)
        let bottom =
            page.bottom - style.margin - bottomTitle - style.tick.size - style.gap * 0.8 - style.tickLength
        let yTicks = scales.y.ticks(
            count: min(9, max(2, Int((bottom - top) / (style.tick.size * 4.6)))), whole: chart.hasWholeY)

        let labels = yTicks.compactMap(\.label).map { Label($0).width(on: surface, style.tick) }
        let leftTitle = chart.y.title == nil ? 0 : style.axisTitle.size + style.gap
        let left =
            page.left + style.margin + leftTitle + (labels.max() ?? 0) + style.tickLength + style.gap * 0.7
        let keyWidth = key.width(on: surface, style, height: bottom - top)
        let outside = page.right - style.margin - keyWidth
        let fitted = ChartLayout.fittedTicks(
            scales.x, whole: chart.hasWholeX, on: surface, style, left: left, right: outside,
            limit: page.right - style.margin)

        self.style = style
        self.key = key
        self.page = page
        (x, y) = scales
        self.yTicks = yTicks
        xTicks = fitted.ticks
        plot = Box(left: left, top: top, right: max(left + 1, fitted.right), bottom: max(top + 1, bottom))
        keyBox = Box(left: plot.right + style.gap * 2, top: top, right: page.right - style.margin, bottom: bottom)
    }

    /// As many ticks as have labels with room between them; the plot ends further left where the last label would
    /// otherwise reach beyond `limit`.
    private static func fittedTicks(
        _ scale: Scale, whole: Bool, on surface: Surface, _ style: Style, left: Double, right: Double, limit: Double
    ) -> (ticks: [Tick], right: Double) {
        var count = min(10, max(2, Int((right - left) / (style.tick.size * 5))))
        while true {
            let ticks = scale.ticks(count: count, whole: whole)
            var end = right
            var spans: [(Double, Double)] = []
            for _ in 0..<2 {
                spans = ticks.compactMap { tick in
                    guard let label = tick.label else { return nil }
                    let half = Label(label).width(on: surface, style.tick) / 2
                    let center = left + (end - left) * scale.place(tick.value)
                    return (center - half, center + half)
                }
                end -= max(0, (spans.last?.1 ?? 0) - limit)
            }
            let areApart = zip(spans, spans.dropFirst()).allSatisfy { $0.1 + style.tick.size <= $1.0 }
            if areApart || count <= 2 { return (ticks, end) }
            count -= 1
        }
    }

    /// The place of a pair of values on the page.
    func point(_ xValue: Double, _ yValue: Double) -> Point {
        Point(x: plot.left + plot.width * x.place(xValue), y: plot.bottom - plot.height * y.place(yValue))
    }
}
