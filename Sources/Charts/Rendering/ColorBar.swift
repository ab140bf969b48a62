import Drawing

/// The continuous colours with the numbers they stand for.
struct ColorBar {
    let title: String
    private let lower: Double
    private let upper: Double

    init(title: String, values: [Double]) {
        self.title = title
        let range = ((values.min() ?? 0)...(values.max() ?? 1)).opened
        lower = range.lowerBound
        upper = range.upperBound
    }

    /// The place of a value in the colours, from 0 to 1.
    func place(_ value: Double) -> Double { (value - lower) / (upper - lower) }

    private func barWidth(_ style: Style) -> Double { style.tick.size * 1.1 }

    private func ticks(_ style: Style, height: Double) -> [Tick] {
        let count = max(2, Int(height / (style.tick.size * 5)))
        return LinearTicks(from: lower, to: upper, count: count).ticks(from: lower, to: upper)
    }

    private func labelWidth(on surface: Surface, _ style: Style, height: Double) -> Double {
        ticks(style, height: height).compactMap(\.label).map { Label($0).width(on: surface, style.tick) }.max() ?? 0
    }

    func width(on surface: Surface, _ style: Style, height: Double) -> Double {
        barWidth(style) + style.gap * 3.4 + labelWidth(on: surface, style, height: height) + style.axisTitle.size * 1.3
    }

    func draw(on surface: Surface, in box: Box, _ style: Style) {
        let steps = 128
        let right = box.left + barWidth(style)
        // Each step reaches to the bottom and the next lies over it, which leaves no seams between them.
        for step in (0..<steps).reversed() {
            let top = box.bottom - box.height * Double(step + 1) / Double(steps)
            let color = ChartColors.continuous((Double(step) + 0.5) / Double(steps))
            surface.fill(Box(left: box.left, top: top, right: right, bottom: box.bottom), color)
        }
        for tick in ticks(style, height: box.height) {
            guard let label = tick.label else { continue }
            let y = box.bottom - box.height * place(tick.value)
            surface.stroke(
                [Point(x: right, y: y), Point(x: right + style.tickLength, y: y)], style.axis, width: 1)
            Label(label).draw(
                on: surface, at: Point(x: right + style.tickLength + style.gap * 0.6, y: y + style.tick.size * 0.36),
                style.tick, style)
        }
        drawTitle(on: surface, in: box, style)
    }

    private func drawTitle(on surface: Surface, in box: Box, _ style: Style) {
        let text = surface.fitted(title, style.axisTitle, limit: box.height)
        let x =
            box.left + barWidth(style) + style.tickLength + style.gap * 1.4
            + labelWidth(on: surface, style, height: box.height) + style.axisTitle.size
        let y = (box.top + box.bottom + surface.width(of: text, style.axisTitle)) / 2
        surface.draw(text, at: Point(x: x, y: y), style.axisTitle, style.ink, turned: true)
    }
}
