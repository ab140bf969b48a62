extension Safetensors {
    /// Reads the file at `path` (`-` is standard input). Throws `SafetensorsError`, `FileError` or `GzipError`.
    ///
    /// - Parameter isWanted: given a tensor's name; the others are passed over, and cost nothing in a file that can seek.
    public static func read(_ path: String, where isWanted: (String) -> Bool = { _ in true }) throws -> Safetensors {
        try read(ByteReader.open(path), where: isWanted)
    }

    /// Reads only the header, and gives its metadata: weights of any size cost nothing.
    public static func readMetadata(_ bytes: ByteReader) throws -> [String: String] {
        try SafetensorsReader(bytes).metadata
    }

    /// Reads a whole file. Every claim of the header is checked before it is believed; memory follows the data.
    public static func read(
        _ bytes: ByteReader, where isWanted: (String) -> Bool = { _ in true }
    ) throws -> Safetensors {
        try SafetensorsReader(bytes).tensors(where: isWanted)
    }
}
