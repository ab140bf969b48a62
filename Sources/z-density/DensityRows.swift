import CommandSupport
import Embedding
import TensorStreams
import Threads

/// The rows of a table as they were, with their densities behind, a block at a time.
struct DensityRows {
    /// The table's columns that stay, and the new one.
    let columns: [String]
    private var table: TableReader
    private let kept: [Int]
    private let coordinates: [Int]
    /// Where the label stands by which the density is chosen.
    private let label: Int?
    private var density: any RowDensity
    private var rowIsPending: Bool

    private static let name = "log_density"
    /// Rows of a block.
    private static let rows = 4096

    init(_ bytes: ByteReader, _ density: any RowDensity, byLabel: Bool) throws {
        var table = try TableReader(bytes)
        rowIsPending = try table.advance()
        self.density = density
        label = byLabel ? try table.index(of: "label") : nil
        kept = table.columns.indices.filter { table.columns[$0] != Self.name }
        columns = kept.map { [table] in table.columns[$0] } + [Self.name]
        coordinates = (rowIsPending ? PointColumns(of: table)?.coordinates : nil) ?? []
        self.table = table
        if rowIsPending && coordinates.count != density.width {
            throw Failure(
                "\(table.name): latents of width \(coordinates.count), where the density has \(density.width)")
        }
    }

    /// nil at the end.
    mutating func next(team: ThreadTeam) throws -> [[TableValue]]? {
        var (texts, values, labels) = ([[TableValue]](), [Float](), [String]())
        while texts.count < Self.rows, try advance() {
            texts.append(try kept.map { .text(try table.text($0)) })
            for column in coordinates { values.append(try table.float(column)) }
            if let label { labels.append(try checked(table.text(label))) }
        }
        if texts.isEmpty { return nil }
        let densities = density.logDensities(of: values, label == nil ? nil : labels, team: team)
        return zip(texts, densities).map { $0 + [.float(Float($1))] }
    }

    private mutating func advance() throws -> Bool {
        if rowIsPending {
            rowIsPending = false
            return true
        }
        return try table.advance()
    }

    private func checked(_ label: String) throws -> String {
        guard density.labels.contains(label) else {
            throw Failure("\(table.name): line \(table.line): label \"\(label)\" has no density in the file")
        }
        return label
    }
}
