/// Where the parts of a chart go, so that no text is cut and none lies on another.
struct ChartLayout {
    let style: Style
    let x: Scale
    let y: Scale
    let xTicks: [Tick]
    let yTicks: [Tick]
    /// The part of the page where the data is drawn.
    let plot: Box
    /// The chart's part of the page.
    let box: Box

    /// A chart in a box of the page, its frame at least as wide as `least`. The last label of the horizontal axis may reach
    /// out of the box, as far as `limit` and a margin.
    init(
        _ chart: Chart, _ scales: (x: Scale, y: Scale), _ style: Style, on surface: Surface, in box: Box,
        atLeast least: Frame, limit: Double
    ) {
        let bare = ChartLayout.frame(chart, style)
        let frame = bare.union(least)
        let (top, bottom) = (box.top + frame.top, box.bottom - frame.bottom)
        let yTicks = scales.y.ticks(
            count: min(9, max(2, Int((bottom - top) / (style.tick.size * 4.6)))), for: chart.yKind)
        let labels = yTicks.compactMap(\.label).map { Label($0).width(on: surface, style.tick) }
        let left = box.left + max(least.left, bare.left + (labels.max() ?? 0))
        let fitted = ChartLayout.fittedTicks(
            scales.x, for: chart.xKind, on: surface, style, left: left, right: box.right - frame.right,
            limit: limit - style.margin)

        self.style = style
        self.box = box
        (x, y) = scales
        self.yTicks = yTicks
        xTicks = fitted.ticks
        plot = Box(left: left, top: top, right: max(left + 1, fitted.right), bottom: max(top + 1, bottom))
    }

    /// The room round the plot.
    var frame: Frame {
        Frame(
            left: plot.left - box.left, top: plot.top - box.top, right: box.right - plot.right,
            bottom: box.bottom - plot.bottom)
    }

    /// The room that a chart's titles and ticks take round the plot, without the labels of its vertical axis.
    static func frame(_ chart: Chart, _ style: Style) -> Frame {
        let leftTitle = chart.y.title == nil ? 0 : style.axisTitle.size + style.gap
        let bottomTitle = chart.x.title == nil ? 0 : style.axisTitle.size + style.gap
        return Frame(
            left: style.margin + leftTitle + style.tickLength + style.gap * 0.7,
            top: style.margin + (chart.title == nil ? 0 : style.panelTitle.size + style.gap),
            right: style.margin,
            bottom: style.margin + bottomTitle + style.tick.size + style.gap * 0.8 + style.tickLength)
    }

    /// As many ticks as have labels with room between them; the plot ends further left where the last label would
    /// otherwise reach beyond `limit`.
    private static func fittedTicks(
        _ scale: Scale, for kind: ValueKind, on surface: Surface, _ style: Style, left: Double, right: Double,
        limit: Double
    ) -> (ticks: [Tick], right: Double) {
        var count = min(10, max(2, Int((right - left) / (style.tick.size * 5))))
        while true {
            let ticks = scale.ticks(count: count, for: kind)
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

    /// Whether a pair of values lies between the ends of both axes.
    func shows(_ xValue: Double, _ yValue: Double) -> Bool {
        (x.lower...x.upper).contains(xValue) && (y.lower...y.upper).contains(yValue)
    }

    /// The place of a pair of values on the page.
    func point(_ xValue: Double, _ yValue: Double) -> Point {
        Point(x: plot.left + plot.width * x.place(xValue), y: plot.bottom - plot.height * y.place(yValue))
    }
}
