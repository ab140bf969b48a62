import Drawing

/// Draws what frames the data: grid, axes, ticks, titles.
struct AxesPainter {
    let chart: Chart
    let layout: ChartLayout
    let surface: Surface
    private var style: Style { layout.style }
    private var plot: Box { layout.plot }

    init(_ chart: Chart, _ layout: ChartLayout, on surface: Surface) {
        self.chart = chart
        self.layout = layout
        self.surface = surface
    }

    /// The lines behind the data; bars have none along the axis they stand on.
    func drawGrid() {
        if case .bars = chart.marks {
        } else {
            for tick in layout.xTicks where tick.label != nil { vertical(tick, from: plot.top, style.grid) }
        }
        for tick in layout.yTicks where tick.label != nil { horizontal(tick, to: plot.right, style.grid) }
    }

    /// The lines and texts round the data.
    func drawAxes() {
        let corner = Point(x: plot.left, y: plot.bottom)
        surface.stroke(
            [Point(x: plot.left, y: plot.top), corner, Point(x: plot.right, y: plot.bottom)], style.axis, width: 1)
        for tick in layout.xTicks { drawBottom(tick) }
        for tick in layout.yTicks { drawLeft(tick) }
        drawTitles()
    }

    private func vertical(_ tick: Tick, from top: Double, _ color: Color) {
        let x = plot.left + plot.width * layout.x.place(tick.value)
        surface.stroke([Point(x: x, y: top), Point(x: x, y: plot.bottom)], color, width: 1)
    }

    private func horizontal(_ tick: Tick, to right: Double, _ color: Color) {
        let y = plot.bottom - plot.height * layout.y.place(tick.value)
        surface.stroke([Point(x: plot.left, y: y), Point(x: right, y: y)], color, width: 1)
    }

    private func length(_ tick: Tick) -> Double { style.tickLength * (tick.label == nil ? 0.55 : 1) }

    private func drawBottom(_ tick: Tick) {
        let x = plot.left + plot.width * layout.x.place(tick.value)
        surface.stroke(
            [Point(x: x, y: plot.bottom), Point(x: x, y: plot.bottom + length(tick))], style.axis, width: 1)
        guard let label = tick.label.map(Label.init) else { return }
        let start = Point(
            x: x - label.width(on: surface, style.tick) / 2,
            y: plot.bottom + style.tickLength + style.gap * 0.5 + style.tick.size * 0.8)
        label.draw(on: surface, at: start, style.tick, style)
    }

    private func drawLeft(_ tick: Tick) {
        let y = plot.bottom - plot.height * layout.y.place(tick.value)
        surface.stroke([Point(x: plot.left, y: y), Point(x: plot.left - length(tick), y: y)], style.axis, width: 1)
        guard let label = tick.label.map(Label.init) else { return }
        let start = Point(
            x: plot.left - style.tickLength - style.gap * 0.7 - label.width(on: surface, style.tick),
            y: y + style.tick.size * 0.36)
        label.draw(on: surface, at: start, style.tick, style)
    }

    private func drawTitles() {
        if let title = chart.title {
            let text = surface.fitted(title, style.panelTitle, limit: layout.box.width - style.margin)
            let width = surface.width(of: text, style.panelTitle)
            let edges = layout.box.left + style.margin / 2...layout.box.right - style.margin / 2 - width
            let left = min(max((plot.left + plot.right - width) / 2, edges.lowerBound), edges.upperBound)
            surface.draw(text, at: Point(x: left, y: plot.top - style.gap), style.panelTitle, style.ink)
        }
        if let title = chart.x.title {
            let text = surface.fitted(title, style.axisTitle, limit: plot.width)
            let left = (plot.left + plot.right - surface.width(of: text, style.axisTitle)) / 2
            let base = layout.box.bottom - style.margin - style.axisTitle.size * 0.22
            surface.draw(text, at: Point(x: left, y: base), style.axisTitle, style.ink)
        }
        if let title = chart.y.title {
            let text = surface.fitted(title, style.axisTitle, limit: plot.height)
            let bottom = (plot.top + plot.bottom + surface.width(of: text, style.axisTitle)) / 2
            let base = layout.box.left + style.margin + style.axisTitle.size * 0.8
            surface.draw(text, at: Point(x: base, y: bottom), style.axisTitle, style.ink, turned: true)
        }
    }
}
