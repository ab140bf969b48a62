import TensorStreams

/// A stream of labels, which are held until all are known, since they decide its type.
struct LabelOutput {
    private let column: Int
    private var words: WordColumn?
    private let bytes: ByteWriter
    private var labels: [Int] = []

    /// - Parameter levels: the file of levels of labels that are words; nil where they are whole numbers.
    init(
        _ column: Int, of table: TableReader, levels: String?, to path: String, with outputs: OutputGroup
    ) throws {
        self.column = column
        words = try levels.map { try WordColumn(column, levels: $0, with: outputs) }
        bytes = try outputs.create(path)
    }

    mutating func add(_ row: RowFilter.Row) throws {
        labels.append(try words?.place(in: row.table) ?? row.table.label(column))
    }

    mutating func finish() throws {
        let batch = try words?.numbering.labels(of: labels) ?? TensorBatch(labels: labels)
        try IDXWriter.write(whole: batch, to: bytes)
    }
}

extension TableReader {
    /// The label in a column of the current row, a whole number of 32 bits.
    fileprivate func label(_ column: Int) throws -> Int {
        let label: Int
        do {
            label = try integer(column)
        } catch let error as TableError {
            throw LabelTextError(description: "\(error); --levels FILE numbers words")
        }
        guard Int32(exactly: label) != nil else {
            throw LabelTextError(
                description: "\(name): line \(line): column \(called(column)): label \(label) does not fit in 32 bits")
        }
        return label
    }
}

/// A label that is none as it stands.
private struct LabelTextError: Error, CustomStringConvertible {
    let description: String
}
