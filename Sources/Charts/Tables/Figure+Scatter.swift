/// Scatter plots made from the columns of tables.
extension Figure {
    /// A dot for every row of every table, at its first two drawn columns, in one chart or a panel for each table.
    ///
    /// Dots are coloured by the text or number in the column `by`, alike in all tables; the dots of a table without that
    /// column have an empty text. Without `by`, several tables in one chart have a colour each. Panels of the same columns
    /// share both ranges, so that what is narrow looks it.
    public static func scatter(_ sources: [ChartSource], by: String?, hasPanels: Bool) throws -> Figure {
        let tables = try sources.map { source in
            let isColored = by.map(source.table.columns.contains) ?? false
            return try source.read(by: isColored ? by : nil, gaps: false)
        }
        let counts = tables.map { $0.numbers[0].count }
        var cloud = PointCloud(xs: tables.flatMap { $0.numbers[0] }, ys: tables.flatMap { $0.numbers[1] })
        if let by {
            let texts = zip(tables, counts).map { $0.texts.isEmpty ? [String](repeating: "", count: $1) : $0.texts }
            cloud.coloring = coloring(Array(texts.joined()), by: by)
        } else if sources.count > 1 && !hasPanels {
            let members = counts.indices.flatMap { [Int](repeating: $0, count: counts[$0]) }
            cloud.coloring = .categories(title: nil, names: sources.map(\.table.title), members: members)
        }
        guard hasPanels else { return Figure(chart(cloud, of: sources[0], title: nil)) }
        var start = 0
        let panels = zip(sources, counts).map { source, count in
            defer { start += count }
            return chart(cloud.selecting(Array(start..<start + count)), of: source, title: source.table.title)
        }
        let areAlike = sources.allSatisfy { $0.columns == sources[0].columns }
        return Figure(panels: panels, sharing: areAlike ? .xy : .none)
    }

    /// Axes are titled with the columns of the table.
    private static func chart(_ cloud: PointCloud, of source: ChartSource, title: String?) -> Chart {
        Chart(
            title: title, x: Chart.Axis(title: source.titles[0]), y: Chart.Axis(title: source.titles[1]),
            marks: .points(cloud))
    }

    private static func coloring(_ texts: [String], by column: String) -> PointCloud.Coloring {
        if let values = Categories.scale(texts) { return .continuous(title: column, values: values) }
        let groups = Categories(texts)
        return .categories(title: column == "label" ? nil : column, names: groups.names, members: groups.members)
    }
}
