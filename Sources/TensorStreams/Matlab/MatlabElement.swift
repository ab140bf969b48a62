/// The content of a data element of a MATLAB 5 file, a variable's: as it lies there, or unpacked piece by piece.
final class MatlabElement {
    private let content: EmbeddedBytes
    let isPacked: Bool
    /// No more bytes than this come of it: deflate makes at most 1032 of one (zlib's technical details).
    let mostBytes: Int

    /// - Parameter size: how many bytes it takes in the file.
    init(_ size: Int, isPacked: Bool, in bytes: ByteReader) throws {
        self.isPacked = isPacked
        mostBytes = isPacked ? size * 1032 : size
        content = EmbeddedBytes(
            size, unpackedBy: isPacked ? try Inflater(name: bytes.name, framing: .zlib) : nil, in: bytes,
            cut: MatlabError(name: bytes.name, reason: .cut), corrupt: MatlabError(name: bytes.name, reason: .corrupt))
    }

    /// Reads at least one byte; 0 is the end.
    func read(into target: UnsafeMutableRawBufferPointer) throws -> Int { try content.read(into: target) }

    /// Passes over what has not been read.
    func passOver() throws { try content.passOver() }
}
