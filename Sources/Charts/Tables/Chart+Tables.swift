/// Charts made from the columns of a table.
extension Chart {
    /// A dot for every row, coloured by the text or number in column `by`. Axes are titled with their columns.
    public static func scatter(_ table: inout ChartTable, x: String, y: String, by: String?) throws -> Chart {
        let columns = try table.read(numbers: [x, y], text: by, gaps: false)
        var cloud = PointCloud(xs: columns.numbers[0], ys: columns.numbers[1])
        if let by {
            if let values = Categories.scale(columns.texts) {
                cloud.coloring = .continuous(title: by, values: values)
            } else {
                let groups = Categories(columns.texts)
                cloud.coloring = .categories(
                    title: by == "label" ? nil : by, names: groups.names, members: groups.members)
            }
        }
        return Chart(x: Axis(title: x), y: Axis(title: y), marks: .points(cloud))
    }

    /// A line for each column of `ys` (and each group of rows with the same text in `by`). Rows without a value in a
    /// column are passed over.
    ///
    /// Of `xs`, candidates in order, the first whose values rise from each row to the next is the horizontal axis, or
    /// else the last.
    public static func lines(_ table: inout ChartTable, xs: [String], ys: [String], by: String?) throws -> Chart {
        let name = table.name
        let columns = try table.read(numbers: xs + ys, text: by, gaps: true)
        let axis = xs.indices.first { isRising(columns.numbers[$0]) } ?? xs.count - 1
        let groups = by.map { _ in Categories(columns.texts) }
        var lines: [Line] = []
        for (index, y) in ys.enumerated() {
            let values = columns.numbers[xs.count + index]
            for group in groups.map({ Array($0.names.indices) }) ?? [0] {
                let rows = values.indices.filter {
                    !values[$0].isNaN && !columns.numbers[axis][$0].isNaN && (groups?.members[$0] ?? 0) == group
                }
                guard !rows.isEmpty else { continue }
                let groupName = groups.map { ys.count > 1 ? "\(y), \($0.names[group])" : $0.names[group] }
                lines.append(
                    Line(name: groupName ?? y, xs: rows.map { columns.numbers[axis][$0] }, ys: rows.map { values[$0] }))
            }
        }
        guard !lines.isEmpty else { throw ChartTableError(name: name, reason: .noValues(column: ys[0])) }
        return Chart(
            x: Axis(title: xs[axis]), y: Axis(title: ys.count == 1 ? ys[0] : nil), marks: .lines(lines))
    }

    private static func isRising(_ values: [Double]) -> Bool {
        zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
    }

    /// How often values occur: a histogram for each column (and each group of rows with the same text in `by`), all
    /// with the same bins. Empty cells are passed over; on a logarithmic axis so are values that are not positive, whose
    /// number is `hidden`.
    public static func histogram(
        _ table: inout ChartTable, columns names: [String], by: String?, bins: Int?, isLogarithmic: Bool
    ) throws -> (chart: Chart, hidden: Int) {
        let name = table.name
        let columns = try table.read(numbers: names, text: by, gaps: true)
        let groups = by.map { _ in Categories(columns.texts) }
        var samples: [(name: String, values: [Double])] = []
        for (column, values) in zip(names, columns.numbers) {
            for group in groups.map({ Array($0.names.indices) }) ?? [0] {
                let rows = values.indices.filter { !values[$0].isNaN && (groups?.members[$0] ?? 0) == group }
                let groupName = groups.map { names.count > 1 ? "\(column), \($0.names[group])" : $0.names[group] }
                if !rows.isEmpty { samples.append((groupName ?? column, rows.map { values[$0] })) }
            }
        }
        guard !samples.isEmpty else { throw ChartTableError(name: name, reason: .noValues(column: names[0])) }
        let all = samples.flatMap(\.values)
        let shown = isLogarithmic ? all.filter { $0 > 0 } : all
        guard !shown.isEmpty else { throw ChartError.noPositiveValue }
        let edges = Histogram.edges(for: shown, bins: bins, isLogarithmic: isLogarithmic)
        let histograms = samples.map { Histogram(name: $0.name, values: $0.values, edges: edges) }
        let chart = Chart(
            x: Axis(title: names.count == 1 ? names[0] : nil, isLogarithmic: isLogarithmic), y: Axis(title: "count"),
            marks: .bars(histograms))
        return (chart, all.count - shown.count)
    }
}
