/// The values of all series of several tables, put where they are drawn.
struct SeriesGrid<Values> {
    let arrangement: SeriesArrangement
    /// By panel and series: the values of each table with that series, none where it has no values in a panel. Series
    /// without values in any panel are left out.
    private(set) var values: [[[Values]]]
    private(set) var names: [String]
    /// What tells them apart.
    let looks: [SeriesLook]

    /// What `pick` makes of a table's rows (those of one group, where the tables' texts group them) and the place of a
    /// drawn column behind `keys` others; nil where there are no values.
    ///
    /// Throws `ChartTableError` where a table has no values at all.
    init(
        _ sources: [ChartSource], _ tables: [ChartTable.Columns], keys: Int, isGrouped: Bool, subject: PanelSubject?,
        joined: Bool = false,
        pick: (_ columns: ChartTable.Columns, _ place: Int, _ rows: [Int]) -> Values?
    ) throws {
        let groups = isGrouped ? Categories(tables.flatMap(\.texts)) : nil
        let arrangement = SeriesArrangement(
            tables: sources.map(\.table.title), columns: sources.map(\.titles), groups: groups?.names, subject: subject,
            joined: joined)
        let names = arrangement.names
        var values = arrangement.panels.map { _ in [[Values]](repeating: [], count: names.count) }
        var firstRow = 0
        for (table, columns) in tables.enumerated() {
            let rows = SeriesGrid.rows(columns.numbers[0].count, from: firstRow, of: groups)
            firstRow += columns.numbers[0].count
            var isEmpty = true
            for (column, title) in sources[table].titles.enumerated() {
                for (group, rows) in rows.enumerated() {
                    guard let picked = pick(columns, keys + column, rows) else { continue }
                    let place = arrangement.place(table: table, title: title, group: group)
                    values[place.panel][place.series].append(picked)
                    isEmpty = false
                }
            }
            if isEmpty {
                let (name, column) = (sources[table].table.name, sources[table].columns[0])
                throw ChartTableError(name: name, reason: .noValues(column: column))
            }
        }
        let used = names.indices.filter { series in values.contains { !$0[series].isEmpty } }
        self.arrangement = arrangement
        self.names = used.map { names[$0] }
        let columns = sources.flatMap { zip($0.titles, $0.columns) }
        looks = arrangement.looks(of: used, columns: Dictionary(columns, uniquingKeysWith: { first, _ in first }))
        self.values = values.map { panel in used.map { panel[$0] } }
    }

    /// The rows of each group in a table that begins at this row of all tables.
    private static func rows(_ count: Int, from first: Int, of groups: Categories?) -> [[Int]] {
        guard let groups else { return [Array(0..<count)] }
        var rows = [[Int]](repeating: [], count: groups.names.count)
        for row in 0..<count { rows[groups.members[first + row]].append(row) }
        return rows
    }
}
