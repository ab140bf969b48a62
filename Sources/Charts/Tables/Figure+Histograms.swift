/// Histograms made from the columns of tables.
extension Figure {
    /// How often values occur: a histogram for each column of each table (and each group of rows with the same text in
    /// `by`), in one chart or in panels.
    ///
    /// The histograms of a chart have the same bins, and so have those of panels that share `sharing` x. Empty cells are
    /// passed over, and so are values outside of `limits`; on a logarithmic axis so are values that are not positive, whose number is `hidden`.
    public static func histograms(
        _ sources: [ChartSource], by: String?, panels subject: PanelSubject?, sharing: Sharing, bins: Int?,
        isLogarithmic: Bool, within limits: ClosedRange<Double>? = nil
    ) throws -> (figure: Figure, hidden: Int) {
        let tables = try sources.map { try $0.read(by: by, gaps: true) }
        let grid = try SeriesGrid(sources, tables, keys: 0, isGrouped: by != nil, subject: subject) {
            columns, place, rows in
            let values = rows.map { columns.numbers[place][$0] }.filter { !$0.isNaN }
            return values.isEmpty ? nil : values
        }
        let samples = try within(limits, grid.values.map { $0.map { Array($0.joined()) } })
        let shown = samples.map { panel in panel.flatMap { $0 }.filter { !isLogarithmic || $0 > 0 } }
        if shown.contains(where: \.isEmpty) { throw isLogarithmic ? ChartError.noPositiveValue : .nothingToShow }
        let haveSameBins = sharing == .x || sharing == .xy
        let together = haveSameBins ? shown.flatMap { $0 } : []
        let panels = samples.indices.map { panel in
            let edges = Histogram.edges(
                for: haveSameBins ? together : shown[panel], bins: bins, isLogarithmic: isLogarithmic)
            let histograms = zip(grid.names, samples[panel]).map { Histogram(name: $0, values: $1, edges: edges) }
            return Chart(
                title: grid.arrangement.panels[panel],
                x: Chart.Axis(title: grid.arrangement.valueTitle, isLogarithmic: isLogarithmic),
                y: Chart.Axis(title: "count"), marks: .bars(histograms))
        }
        let count = samples.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } }
        return (
            Figure(panels: panels, sharing: sharing), count - shown.reduce(0) { $0 + $1.count }
        )
    }

    /// Those of the values of each panel that an axis of these limits shows.
    private static func within(_ limits: ClosedRange<Double>?, _ samples: [[[Double]]]) throws -> [[[Double]]] {
        guard let limits else { return samples }
        return try samples.map { panel in
            let shown = panel.map { $0.filter(limits.contains) }
            let all = panel.joined()
            if let low = all.min(), let high = all.max(), shown.allSatisfy(\.isEmpty) {
                throw ChartError.outsideLimits(x: low...high, y: nil)
            }
            return shown
        }
    }
}
