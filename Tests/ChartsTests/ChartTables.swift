import Charts
import TensorStreams
import TestSupport

/// Tables that tests write and charts read.
struct ChartTables {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The named columns of a table with this text.
    func source(_ title: String, _ text: String, _ columns: [String]) throws -> ChartSource {
        let output = try ByteWriter.create("\(folder.path)/\(title).tsv")
        try output.write(text)
        try output.finish()
        let table = try ChartTable(ByteReader.open("\(folder.path)/\(title).tsv"), title: title)
        return ChartSource(table, columns: columns)
    }
}
