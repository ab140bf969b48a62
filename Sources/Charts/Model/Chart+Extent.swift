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

    /// The scales that show all values. Throws `ChartError` where there is none to show.
    package func scales() throws -> (x: Scale, y: Scale) {
        let (xs, ys, anchored) = try extents()
        if x.isLogarithmic && xs.lowerBound <= 0 || y.isLogarithmic && ys.lowerBound <= 0 {
            throw ChartError.noPositiveValue
        }
        return (
            Scale(showing: xs, isLogarithmic: x.isLogarithmic),
            Scale(showing: ys, isLogarithmic: y.isLogarithmic, anchored: anchored)
        )
    }

    private func extents() throws -> (ClosedRange<Double>, ClosedRange<Double>, anchored: Bool) {
        switch marks {
        case .points(let cloud):
            return (try range([cloud.xs]), try range([cloud.ys]), false)
        case .lines(let lines):
            return (try range(lines.map(\.xs)), try range(lines.map { $0.raw ?? $0.ys }), false)
        case .bars(let histograms):
            let highest = Double(histograms.flatMap(\.counts).max() ?? 0)
            guard highest > 0 else { throw ChartError.nothingToShow }
            // A logarithmic axis of counts begins below one, so that one can be seen.
            return (
                try range(histograms.map(\.edges)), (y.isLogarithmic ? 0.7 : 0)...highest, !y.isLogarithmic
            )
        }
    }

    private func range(_ values: [[Double]]) throws -> ClosedRange<Double> {
        guard let low = values.compactMap({ $0.min() }).min(), let high = values.compactMap({ $0.max() }).max() else {
            throw x.isLogarithmic || y.isLogarithmic ? ChartError.noPositiveValue : ChartError.nothingToShow
        }
        return low...high
    }

    /// Whether all horizontal values are whole numbers, so that ticks between them would mislead.
    var hasWholeX: Bool {
        func areWhole(_ values: [Double]) -> Bool { values.allSatisfy { $0 == $0.rounded() } }
        return switch marks {
        case .points(let cloud): areWhole(cloud.xs)
        case .lines(let lines): lines.allSatisfy { areWhole($0.xs) }
        case .bars(let histograms): histograms.allSatisfy { areWhole($0.edges.map { $0 + 0.5 }) }
        }
    }

    /// The same for the vertical values.
    var hasWholeY: Bool {
        func areWhole(_ values: [Double]) -> Bool { values.allSatisfy { $0 == $0.rounded() } }
        return switch marks {
        case .points(let cloud): areWhole(cloud.ys)
        case .lines(let lines): lines.allSatisfy { areWhole($0.ys) }
        case .bars: true
        }
    }
}

extension PointCloud {
    /// The dots with these numbers.
    func selecting(_ indices: [Int]) -> PointCloud {
        var cloud = self
        cloud.xs = indices.map { xs[$0] }
        cloud.ys = indices.map { ys[$0] }
        switch coloring {
        case .single: break
        case .categories(let title, let names, let members):
            cloud.coloring = .categories(title: title, names: names, members: indices.map { members[$0] })
        case .continuous(let title, let values):
            cloud.coloring = .continuous(title: title, values: indices.map { values[$0] })
        }
        return cloud
    }
}
