import CommandSupport
import TensorStreams

/// An array of one dimension or two as a table, a row for each item.
struct ArrayTable {
    private var reader: NPYReader
    private let format: ItemFormat
    private let columns: [String]

    /// - Parameter columns: their names; nil is `c1`, `c2` …, as of a table without a header.
    init(_ reader: NPYReader, columns: [String]?) throws {
        self.reader = reader
        format = try self.reader.format()
        guard format.shape.count <= 1 else {
            throw Failure("\(reader.name): items of the shape \(format.shapeText) are no rows of a table")
        }
        let width = format.valuesPerItem
        if let columns, columns.count != width {
            throw Failure("\(reader.name): \(columns.count) names for \(width == 1 ? "1 column" : "\(width) columns")")
        }
        self.columns = columns ?? (1...width).map { "c\($0)" }
    }

    /// Writes the rows, whole numbers as such.
    mutating func write(to bytes: ByteWriter, header: Bool) throws {
        var table = TableWriter(bytes, columns: columns, header: header)
        while let batch = try reader.next(atMost: format.itemsPerBatch) {
            let values = try batch.tableValues()
            for first in stride(from: 0, to: values.count, by: columns.count) {
                try table.write(row: Array(values[first..<first + columns.count]))
            }
        }
        try table.finish()
    }
}
