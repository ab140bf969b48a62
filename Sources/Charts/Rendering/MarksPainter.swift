import Drawing

/// Draws the data.
struct MarksPainter {
    let layout: ChartLayout
    let key: Key

    /// What is drawn at all: the plot, and round it enough that no end of a line shows in it.
    private var reach: Box { layout.plot.grown(by: 100) }

    /// What reaches beyond the axes is cut off; dots at their very ends are whole.
    func draw(_ marks: Chart.Marks, on surface: Surface) {
        switch marks {
        case .points(let cloud):
            draw(cloud, on: surface)
        case .lines(let lines):
            let looks = lines.enumerated().map { $1.look ?? SeriesLook(category: $0) }
            let colors = zip(lines, looks).map { ChartColors.color(of: $1, named: $0.name) }
            surface.clipped(to: layout.plot) {
                for (line, color) in zip(lines, colors) {
                    drawBand(line, color, on: surface)
                    drawRaw(line, color, on: surface)
                }
                for index in lines.indices { draw(lines[index], looks[index], colors[index], on: surface) }
            }
        case .bars(let histograms):
            let colors = ChartColors.categories(named: histograms.map(\.name))
            surface.clipped(to: layout.plot) {
                for index in histograms.indices {
                    draw(histograms[index], index, colors[index], isAlone: histograms.count == 1, on: surface)
                }
            }
        }
    }

    // MARK: Dots

    private func draw(_ cloud: PointCloud, on surface: Surface) {
        let count = Double(max(1, cloud.xs.count))
        let radius = cloud.size.map { $0 / 2 } ?? MarksPainter.radius(count: count, plot: layout.plot)
        let opacity = cloud.opacity ?? MarksPainter.opacity(count: count)
        let appearance = appearance(of: cloud)
        for index in cloud.xs.indices where layout.shows(cloud.xs[index], cloud.ys[index]) {
            let (marker, color) = appearance(index)
            surface.fill(
                marker, at: layout.point(cloud.xs[index], cloud.ys[index]), radius: radius, color, opacity: opacity)
        }
    }

    private func appearance(of cloud: PointCloud) -> (Int) -> (Marker, Color) {
        switch cloud.coloring {
        case .single:
            return { _ in (.circle, ChartColors.category(0)) }
        case .categories(_, let names, let members):
            let colors = ChartColors.categories(named: names)
            return { (Marker(category: members[$0]), colors[members[$0]]) }
        case .continuous(_, let values):
            guard case .colorBar(let bar) = key else { return { _ in (.circle, ChartColors.category(0)) } }
            return { (.circle, ChartColors.continuous(bar.place(values[$0]))) }
        }
    }

    /// Dots shrink as they become many: 3.7 pixels for 100, 1.9 for 10,000, on a page of 800×600.
    static func radius(count: Double, plot: Box) -> Double {
        let page = (plot.width * plot.height / 360_000).squareRoot()
        return min(4.2, 7.3 * power(-0.147 * logarithm(count))) * min(1.6, max(0.6, page.squareRoot()))
    }

    /// Solid for few, about a half for 10,000.
    static func opacity(count: Double) -> Double { min(0.9, max(0.25, 1.5 - 0.225 * logarithm(count))) }

    // MARK: Lines

    private func draw(_ line: Line, _ look: SeriesLook, _ color: Color, on surface: Surface) {
        let points = zip(line.xs, line.ys).map { layout.point($0, $1) }
        for part in reach.parts(of: thinned(points)) {
            surface.stroke(part, color, width: layout.style.lineWidth, look.dashes)
        }
        guard points.count <= 40, line.raw == nil else { return }
        let marker = Marker(category: look.category)
        for point in points where reach.contains(point) {
            surface.fill(marker, at: point, radius: layout.style.lineWidth * 1.8, color)
        }
    }

    /// How far lines that were averaged reach, faintly, behind all lines.
    private func drawBand(_ line: Line, _ color: Color, on surface: Surface) {
        guard let band = line.band else { return }
        // What a logarithmic axis cannot show lies below it.
        func edge(_ values: [Double]) -> [Point] {
            zip(line.xs, values).map { layout.point($0, layout.y.isLogarithmic ? max($1, layout.y.lower) : $1) }
        }
        let outline = edge(band.map(\.upperBound)) + edge(band.map(\.lowerBound)).reversed()
        surface.fill(reach.part(of: outline), color, opacity: 0.2)
    }

    /// What was smoothed, paler, behind all lines.
    private func drawRaw(_ line: Line, _ color: Color, on surface: Surface) {
        guard let raw = line.raw else { return }
        let points = zip(line.xs, raw).map { layout.point($0, $1) }
        for part in reach.parts(of: thinned(points)) { surface.stroke(part, color.mixed(withWhite: 0.7), width: 1) }
    }

    /// Of points that fall in one column of pixels, the first, the last and the extremes: the same picture from fewer.
    private func thinned(_ points: [Point]) -> [Point] {
        guard points.count > Int(layout.plot.width) * 8 else { return points }
        var kept: [Point] = []
        var start = 0
        while start < points.count {
            let column = (points[start].x * 2).rounded(.down)
            var end = start + 1
            while end < points.count, (points[end].x * 2).rounded(.down) == column { end += 1 }
            let part = start..<end
            let low = part.min { points[$0].y < points[$1].y } ?? start
            let high = part.max { points[$0].y < points[$1].y } ?? start
            kept += Set([start, low, high, end - 1]).sorted().map { points[$0] }
            start = end
        }
        return kept
    }

    // MARK: Bars

    /// A histogram alone is solid bars; several on one axis are outlines, faintly filled.
    private func draw(
        _ histogram: Histogram, _ category: Int, _ color: Color, isAlone: Bool, on surface: Surface
    ) {
        let seam = isAlone && histogram.counts.count <= 120 ? 0.5 : 0
        for (bin, height) in histogram.counts.enumerated() where height > 0 {
            let corner = reach.nearest(to: layout.point(histogram.edges[bin], Double(height)))
            let right = reach.nearest(to: layout.point(histogram.edges[bin + 1], 1)).x
            let box = Box(
                left: corner.x + seam, top: corner.y, right: max(corner.x + seam + 0.5, right - seam),
                bottom: layout.plot.bottom)
            surface.fill(box, color, opacity: isAlone ? 1 : 0.15)
        }
        guard !isAlone else { return }
        for outline in histogram.outlines {
            // Its sides run along the axes: what is beyond the plot may be brought near.
            let corners = outline.map { reach.nearest(to: layout.point($0.x, max($0.y, layout.y.lower))) }
            surface.stroke(corners, color, width: layout.style.lineWidth, Dashes(category: category))
        }
    }
}
