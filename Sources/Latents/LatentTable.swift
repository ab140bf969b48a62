import CommandSupport
import TensorStreams

/// A table of latents on its way out: leading columns, then `z1` to `zD`.
public struct LatentTable {
    private var table: TableWriter

    /// Begins the table where `-o` says, with a header unless `--no-header` says otherwise.
    public init(_ arguments: Arguments, leading: [String] = [], width: Int) throws {
        table = TableWriter(
            try ByteWriter.create(arguments[StandardOptions.output] ?? "-"),
            columns: leading + (1...width).map { "z\($0)" }, header: !arguments[StandardOptions.noHeader])
    }

    /// Writes a row; `latent` is as wide as the table was made for.
    public mutating func write(_ leading: [TableValue] = [], _ latent: [Float]) throws {
        try table.write(row: leading, floats: latent)
    }

    /// Writes what is left, and puts a named file in place.
    public mutating func finish() throws { try table.finish() }
}
