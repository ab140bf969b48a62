import Embedding
import TensorStreams

/// The lines of rows and their neighbours on the way out.
struct NeighbourTable {
    private let rows: Names
    private let others: Names
    private var table: TableWriter

    /// What a table's rows are called.
    private struct Names {
        let ids: [String]?
        let labels: [String]?

        init(_ table: PointTable) {
            ids = table.texts(of: "id") ?? table.texts(of: "")
            labels = table.texts(of: "label")
        }

        func id(_ row: Int) -> TableValue { ids.map { .text($0[row]) } ?? .integer(row) }

        func label(_ row: Int) -> [TableValue] { labels.map { [.text($0[row])] } ?? [] }
    }

    init(_ queries: PointTable, among others: PointTable?, header: Bool, to output: ByteWriter) {
        rows = Names(queries)
        self.others = others.map { Names($0) } ?? rows
        let columns =
            ["id"] + (rows.labels == nil ? [] : ["label"]) + ["rank", "neighbor"]
            + (self.others.labels == nil ? [] : ["neighbor_label"]) + ["distance"]
        table = TableWriter(output, columns: columns, header: header)
    }

    /// Writes the neighbours of a run of rows.
    mutating func write(_ found: NearestNeighbours, of range: Range<Int>) throws {
        for row in range {
            let leading = [rows.id(row)] + rows.label(row)
            for rank in 0..<found.neighbours {
                let place = (row - range.lowerBound) * found.neighbours + rank
                let neighbour = Int(found.indices[place])
                try table.write(
                    row: leading + [.integer(rank + 1), others.id(neighbour)] + others.label(neighbour)
                        + [.float(found.distance(place))])
            }
        }
    }

    mutating func finish() throws { try table.finish() }
}
