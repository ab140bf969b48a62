import TensorStreams

/// One row of a table of latents: what leads it (`id`, `label`) and the latent.
public struct LatentRow: Sendable {
    public let leading: [TableValue]
    public let latent: [Float]
}

/// Reads the latents of a table row by row, with the columns `id` and `label` where it has them.
public struct LatentReader {
    /// The columns that lead: `id`, `label`, or none.
    public let leading: [String]
    /// How messages call the input.
    public var name: String { table.name }
    /// The width of the latents.
    public var width: Int { columns.count }
    private var table: TableReader
    private let columns: LatentColumns
    private let leadingPlaces: [Int]

    /// Opens a table; `-` is standard input. Throws what `TableReader` and `LatentColumns` do.
    public init(_ path: String) throws {
        let table = try TableReader(ByteReader.open(path))
        columns = try LatentColumns(of: table)
        leading = ["id", "label"].filter { table.columns.contains($0) }
        leadingPlaces = try leading.map { try table.index(of: $0) }
        self.table = table
    }

    /// The next row; nil at the end.
    public mutating func next() throws -> LatentRow? {
        guard try table.advance() else { return nil }
        return LatentRow(
            leading: try leadingPlaces.map { .text(try table.text($0)) },
            latent: try columns.places.map { try table.float($0) })
    }
}
