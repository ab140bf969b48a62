/// Line charts made from the columns of tables.
extension Figure {
    /// A line for each column of each table (and each group of rows with the same text in `by`), in one chart or in
    /// panels. Rows without a value in a column are passed over.
    ///
    /// Of `xs`, candidates in order, the first whose values rise from each row to the next in every table is the
    /// horizontal axis, or else the last. Panels of files share both ranges, panels of columns the horizontal one.
    public static func lines(_ sources: [ChartSource], xs: [String], by: String?, panels subject: PanelSubject?) throws
        -> Figure
    {
        let tables = try sources.map { try $0.read(keys: xs, by: by, gaps: true) }
        let axis = xs.indices.first { axis in tables.allSatisfy { isRising($0.numbers[axis]) } } ?? xs.count - 1
        let grid = try SeriesGrid(sources, tables, keys: xs.count, isGrouped: by != nil, subject: subject) {
            columns, place, rows in
            let (xs, ys) = (columns.numbers[axis], columns.numbers[place])
            let shown = rows.filter { !xs[$0].isNaN && !ys[$0].isNaN }
            return shown.isEmpty ? nil : (xs: shown.map { xs[$0] }, ys: shown.map { ys[$0] })
        }
        let panels = zip(grid.arrangement.panels, grid.values).map { title, values in
            let lines = zip(grid.names, values).map { Line(name: $0, xs: $1?.xs ?? [], ys: $1?.ys ?? []) }
            return Chart(
                title: title, x: Chart.Axis(title: xs[axis]), y: Chart.Axis(title: grid.arrangement.valueTitle),
                marks: .lines(lines))
        }
        return Figure(panels: panels, sharing: subject == .file ? .xy : .x)
    }

    private static func isRising(_ values: [Double]) -> Bool {
        zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
    }
}
