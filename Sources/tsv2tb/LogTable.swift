import TensorStreams

/// A training log, read row by row as it comes: where each row stands, and the numbers in it.
struct LogTable {
    struct Row {
        let step: Int
        /// The row's `seconds`, where it has any.
        let seconds: Double?
        /// In the order of the columns.
        let scalars: [(column: String, value: Double)]
    }

    private var reader: TableReader
    private let step: Int?
    private let seconds: Int?
    private var shown: LogColumns
    private var rows = 0

    /// The names of the columns that are shown, as far as they hold numbers.
    var columns: [String] { shown.names(in: reader) }

    /// Reads the header.
    ///
    /// - Parameters:
    ///   - step: the column of the steps; nil for `step`, else `epoch`, else the number of the row.
    ///   - chosen: the columns to take; nil for all that hold numbers, but for the step and the seconds.
    init(_ bytes: ByteReader, step name: String?, columns chosen: [String]?) throws {
        let reader = try TableReader(bytes)
        let step = try (name ?? ["step", "epoch"].first(where: reader.columns.contains)).map {
            try reader.index(of: $0)
        }
        seconds = reader.columns.contains("seconds") ? try reader.index(of: "seconds") : nil
        shown = try LogColumns(reader, chosen: chosen, without: [step, seconds])
        self.step = step
        self.reader = reader
    }

    /// The next row; nil at the end. Throws `TableError` that names line and column.
    mutating func next() throws -> Row? {
        guard try reader.advance() else { return nil }
        let row = Row(
            step: try step.map { try reader.integer($0) } ?? rows,
            seconds: try seconds.flatMap { reader.isEmpty($0) ? nil : try reader.number($0) },
            scalars: try shown.scalars(of: reader))
        rows += 1
        return row
    }
}
