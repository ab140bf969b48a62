import CommandSupport
import TensorStreams

/// A column of words, numbered as its levels say, or as they come until all are known.
struct WordColumn {
    private let column: Int
    private(set) var numbering: WordNumbering

    /// - Parameter file: where its levels are; one that is not there yet is written at the end.
    init(_ column: Int, levels file: String?, with outputs: OutputGroup) throws {
        self.column = column
        numbering = try WordNumbering(levels: file, with: outputs)
    }

    /// Where the word of the row stands among the levels, or among the words that came.
    mutating func place(in table: TableReader) throws -> Int {
        try numbering.place(
            of: try table.trimmedText(column),
            from: "\(table.name): line \(table.line): column \(table.called(column))")
    }
}
