/// A table and those of its columns that are drawn.
public struct ChartSource {
    public var table: ChartTable
    public var columns: [String]
    /// What legends and panels call the columns.
    public var titles: [String]

    /// `titles` are the columns' own names when nil.
    public init(_ table: ChartTable, columns: [String], titles: [String]? = nil) {
        self.table = table
        self.columns = columns
        self.titles = titles ?? columns
    }

    /// Reads all rows: the columns `keys`, those that are drawn, and the text of the column `by`.
    func read(keys: [String] = [], by: String?, gaps: Bool) throws -> ChartTable.Columns {
        var table = table
        return try table.read(numbers: keys + columns, text: by, gaps: gaps)
    }
}

/// What gets a panel of its own.
public enum PanelSubject: String, CaseIterable, Sendable {
    case file, column
}
