/// Line charts made from the columns of tables.
extension Figure {
    /// A line for each column of each table (and each group of rows with the same text in `by`), in one chart or in
    /// panels. Rows without a value in a column are passed over; short rows of a training log are joined (`RunLog`). Where
    /// tables of one title are `averaged`, the line is their mean, with a band.
    ///
    /// Of `xs`, candidates in order, the first whose values rise from each row to the next in every table is the
    /// horizontal axis, or else the last; without any it is the number of the row in its table, from 0. Panels of files share both ranges, panels of columns the horizontal one.
    public static func lines(
        _ sources: [ChartSource], xs: [String], by: String?, panels subject: PanelSubject?, averaged: Bool = false
    )
        throws -> Figure
    {
        let areLogs = sources.allSatisfy { RunLog.isOne($0.table.columns) }
        let keys = areLogs ? xs + [RunLog.counter] : xs
        let tables = try sources.map { try $0.read(keys: keys, by: by, gaps: true) }
        let axis = xs.indices.first { axis in tables.allSatisfy { isRising($0.numbers[axis]) } } ?? xs.indices.last
        let grid = try SeriesGrid(
            sources, tables, keys: keys.count, isGrouped: by != nil, subject: subject, joined: averaged
        ) {
            columns, place, rows -> (xs: [Double], ys: [Double])? in
            let shown = rows.filter { row in
                [axis, place].compactMap { $0 }.allSatisfy { !columns.numbers[$0][row].isNaN }
            }
            func values(_ place: Int) -> [Double] { shown.map { columns.numbers[place][$0] } }
            if shown.isEmpty { return nil }
            guard let axis else { return (xs: shown.map(Double.init), ys: values(place)) }
            // By epoch there is one row for each.
            guard areLogs, xs[axis] != "epoch", RunLog.holdsMeans(columns.names[place]) else {
                return (xs: values(axis), ys: values(place))
            }
            return RunLog.joiningShortRows(xs: values(axis), ys: values(place), seen: values(xs.count))
        }
        let xTitle = axis.map { xs[$0] } ?? "row"
        let panels = try zip(grid.arrangement.panels, grid.values).map { title, values in
            let lines = try zip(grid.names, values).enumerated().map { series, named in
                var line = try joined(named.1.map { Line(name: named.0, xs: $0.xs, ys: $0.ys) }, named.0, along: xTitle)
                line.look = grid.looks[series]
                return line
            }
            return Chart(
                title: title, x: Chart.Axis(title: xTitle), y: Chart.Axis(title: grid.arrangement.valueTitle),
                marks: .lines(lines))
        }
        return Figure(panels: panels, sharing: subject == .file ? .xy : .x)
    }

    /// The mean of several lines; one alone as it is.
    private static func joined(_ lines: [Line], _ name: String, along axis: String) throws -> Line {
        guard lines.count > 1 else { return lines.first ?? Line(name: name, xs: [], ys: []) }
        let mean = Line.mean(of: lines, name: name)
        if mean.xs.isEmpty { throw ChartError.nothingInCommon(axis: axis, name: name) }
        return mean
    }

    private static func isRising(_ values: [Double]) -> Bool {
        zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
    }
}
