/// The values that a chart's axes must show.
extension Chart {
    /// The chart without what a logarithmic axis cannot show, and how many values that were.
    public func withoutHidden() -> (chart: Chart, hidden: Int) {
        guard x.isLogarithmic || y.isLogarithmic else { return (self, 0) }
        var chart = self
        var hidden = 0
        switch marks {
        case .points(let cloud):
            let shown = cloud.xs.indices.filter { shows(cloud.xs[$0], cloud.ys[$0]) }
            hidden = cloud.xs.count - shown.count
            chart.marks = .points(cloud.selecting(shown))
        case .lines(let lines):
            chart.marks = .lines(
                lines.map { line in
                    let shown = line.xs.indices.filter {
                        shows(line.xs[$0], min(line.ys[$0], (line.raw ?? line.ys)[$0]))
                    }
                    hidden += line.xs.count - shown.count
                    return line.selecting(shown)
                })
        case .bars:
            break
        }
        return (chart, hidden)
    }

    private func shows(_ xValue: Double, _ yValue: Double) -> Bool {
        (!x.isLogarithmic || xValue > 0) && (!y.isLogarithmic || yValue > 0)
    }

    /// What the axes must reach: the extremes, and whether the vertical axis stands on zero.
    struct Extent {
        var x: ClosedRange<Double>
        var y: ClosedRange<Double>
        var isAnchored = false
    }

    /// The extent of all values. Throws `ChartError` where there is none, or none that a logarithmic axis can show.
    func extent() throws -> Extent {
        let extent = try extentOfMarks()
        if x.isLogarithmic && extent.x.lowerBound <= 0 || y.isLogarithmic && extent.y.lowerBound <= 0 {
            throw ChartError.noPositiveValue
        }
        return extent
    }

    /// Whether something lies within the limits that axes were given; a line may pass through them.
    var reachesLimits: Bool {
        func reaches(_ axis: Axis, _ values: Double...) -> Bool {
            axis.limits.map { $0.overlaps((values.min() ?? 0)...(values.max() ?? 0)) } ?? true
        }
        switch marks {
        case .points(let cloud):
            return cloud.xs.indices.contains { reaches(x, cloud.xs[$0]) && reaches(y, cloud.ys[$0]) }
        case .lines(let lines):
            return lines.contains { line in
                line.xs.indices.contains { index in
                    let next = min(index + 1, line.xs.count - 1)
                    return reaches(x, line.xs[index], line.xs[next]) && reaches(y, line.ys[index], line.ys[next])
                }
            }
        case .bars(let histograms):
            return reaches(y, 0, Double(histograms.flatMap(\.counts).max() ?? 0))
        }
    }

    private func extentOfMarks() throws -> Extent {
        switch marks {
        case .points(let cloud):
            return Extent(x: try range([cloud.xs]), y: try range([cloud.ys]))
        case .lines(let lines):
            return Extent(x: try range(lines.map(\.xs)), y: try range(lines.flatMap(upwards)))
        case .bars(let histograms):
            let highest = Double(histograms.flatMap(\.counts).max() ?? 0)
            guard highest > 0 else { throw ChartError.nothingToShow }
            // A logarithmic axis of counts begins below one, so that one can be seen.
            let lowest = y.isLogarithmic ? 0.7 : 0
            return Extent(
                x: try range(histograms.map(\.edges)), y: lowest...highest, isAnchored: !y.isLogarithmic)
        }
    }

    /// What the vertical axis must show of a line; of its band a logarithmic axis shows what is positive.
    private func upwards(_ line: Line) -> [[Double]] {
        let band = (line.band ?? []).flatMap { [$0.lowerBound, $0.upperBound] }
        return [line.ys, line.raw ?? [], band.filter { !y.isLogarithmic || $0 > 0 }]
    }

    private func range(_ values: [[Double]]) throws -> ClosedRange<Double> {
        guard let low = values.compactMap({ $0.min() }).min(), let high = values.compactMap({ $0.max() }).max() else {
            throw x.isLogarithmic || y.isLogarithmic ? ChartError.noPositiveValue : ChartError.nothingToShow
        }
        return low...high
    }
}
