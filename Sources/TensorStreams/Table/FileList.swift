/// The names of files in a text, one on each line; empty lines name none.
public struct FileList {
    public let names: [String]

    /// - Throws: `TableError` for a line that is too long or no text, or what reading throws.
    public init(_ bytes: ByteReader) throws {
        var lines = LineReader(bytes)
        var names: [String] = []
        while let line = try lines.next() {
            let name = lines.withBytes(line) { FileName.text(Array($0)) }
            if !name.isEmpty { names.append(name) }
        }
        self.names = names
    }
}
