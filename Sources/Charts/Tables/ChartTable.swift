import TensorStreams

/// A table opened for drawing: which of its columns are numbers is known from its first row, before the rest is read.
public struct ChartTable {
    private var reader: TableReader
    /// What legends and panels call the table.
    public let title: String
    /// What whole numbers are called where they tell groups apart.
    public var words: [Int: String] = [:]
    /// The columns that hold numbers, without `id`, `label` and one that has no name (where pandas numbers the rows), which say
    /// what a row is and not where.
    public let numericColumns: [String]

    /// Reads the header and the first row. `title` is the name of the input when it is nil.
    ///
    /// Throws `TableError`, also for a table without rows.
    public init(_ bytes: ByteReader, title: String? = nil) throws {
        var reader = try TableReader(bytes)
        guard try reader.advance() else { throw ChartTableError(name: reader.name, reason: .noRows) }
        numericColumns = reader.columns.indices.compactMap { column in
            let name = reader.columns[column]
            if ["id", "label", ""].contains(name) { return nil }
            return (try? reader.number(column)) == nil ? nil : name
        }
        self.reader = reader
        self.title = title ?? reader.name
    }

    public var name: String { reader.name }
    public var columns: [String] { reader.columns }

    /// Throws `TableError` when there is no such column, or more than one.
    public func check(_ column: String) throws { _ = try reader.index(of: column) }

    /// The first numeric columns. Throws when there are fewer than wanted.
    public func firstNumericColumns(_ count: Int) throws -> [String] {
        guard numericColumns.count >= count else { throw tooFewNumbers(wanted: count) }
        return Array(numericColumns.prefix(count))
    }

    /// The error for fewer columns of numbers than are wanted: where decimal commas may be why, it names one.
    public func tooFewNumbers(wanted: Int) -> any Error {
        reader.decimalComma
            ?? ChartTableError(name: name, reason: .tooFewNumbers(wanted: wanted, found: numericColumns))
    }

    /// A number that axes can be drawn for; what is next to nothing becomes 0.
    private func number(_ column: Int) throws -> Double {
        let value = try reader.number(column)
        guard abs(value) < 1e300 else {
            throw ChartTableError(name: name, reason: .tooLarge(line: reader.line, column: columns[column]))
        }
        return abs(value) < 1e-290 ? 0 : value
    }

    private func called(_ text: String) -> String { Int(text).flatMap { words[$0] } ?? text }

    /// Values of the chosen columns, every row.
    public struct Columns {
        /// Those of `numbers`.
        let names: [String]
        /// In the order asked for; nan stands for an empty cell.
        public internal(set) var numbers: [[Double]]
        public internal(set) var texts: [String]
    }

    /// Reads all rows: numbers of some columns, and the text of one. Empty cells are nan where `gaps` allows them.
    /// Throws `TableError` that names line and column.
    public mutating func read(numbers names: [String], text: String?, gaps: Bool) throws -> Columns {
        let places = try names.map { try reader.index(of: $0) }
        let textPlace = try text.map { try reader.index(of: $0) }
        var columns = Columns(names: names, numbers: places.map { _ in [] }, texts: [])
        var isRow = true
        while isRow {
            for (slot, place) in places.enumerated() {
                let isGap = gaps && reader.isEmpty(place)
                columns.numbers[slot].append(isGap ? .nan : try number(place))
            }
            if let textPlace { columns.texts.append(called(try reader.trimmedText(textPlace))) }
            isRow = try reader.advance()
        }
        return columns
    }
}
