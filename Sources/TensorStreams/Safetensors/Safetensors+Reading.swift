extension Safetensors {
    /// Reads the file at `path` (`-` is standard input). Throws `SafetensorsError`, `FileError` or `GzipError`.
    ///
    /// - Parameter isWanted: given a tensor's name; the others are passed over, and cost nothing in a file that can seek.
    public static func read(_ path: String, where isWanted: (String) -> Bool = { _ in true }) throws -> Safetensors {
        try read(ByteReader.open(path), where: isWanted)
    }

    /// Reads only the header, and gives its metadata: weights of any size cost nothing.
    public static func readMetadata(_ bytes: ByteReader) throws -> [String: String] { try readHeader(bytes).metadata }

    /// Reads a whole file. Every claim of the header is checked before it is believed; memory follows the data.
    public static func read(
        _ bytes: ByteReader, where isWanted: (String) -> Bool = { _ in true }
    ) throws -> Safetensors {
        let header = try readHeader(bytes)
        func failure(_ reason: SafetensorsError.Reason) -> SafetensorsError {
            SafetensorsError(name: bytes.name, reason: reason)
        }
        var file = Safetensors(metadata: header.metadata)
        for entry in header.entries {
            guard isWanted(entry.name) else {
                let found = try bytes.skip(entry.range.count)
                if found < entry.range.count {
                    throw failure(.cutData(entry.name, expected: entry.range.count, found: found))
                }
                continue
            }
            let data = try bytes.bytes(entry.range.count)
            guard data.count == entry.range.count else {
                throw failure(.cutData(entry.name, expected: entry.range.count, found: data.count))
            }
            file.tensors.append(Tensor(name: entry.name, type: entry.type, shape: entry.shape, bytes: data))
        }
        guard try bytes.bytes(1).isEmpty else { throw failure(.trailingData) }
        return file
    }

    private static func readHeader(_ bytes: ByteReader) throws -> SafetensorsHeader {
        func failure(_ reason: SafetensorsError.Reason) -> SafetensorsError {
            SafetensorsError(name: bytes.name, reason: reason)
        }
        let sizeBytes = try bytes.bytes(8)
        if sizeBytes.isEmpty { throw failure(.empty) }
        func problem(_ reason: SafetensorsError.Reason, after start: [UInt8]) -> any Error {
            bytes.kindError(after: start, expected: "a checkpoint", besides: .checkpoint) ?? failure(reason)
        }
        guard sizeBytes.count == 8 else { throw problem(.cutHeader, after: sizeBytes) }
        let size = sizeBytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard size <= SafetensorsHeader.sizeLimit else { throw problem(.headerTooLarge(size), after: sizeBytes) }
        let headerSize = Int(size)
        if let remaining = try bytes.remainingBytes(), remaining < headerSize {
            throw problem(.cutHeader, after: sizeBytes)
        }
        let text = try bytes.bytes(headerSize)
        guard text.count == headerSize else { throw problem(.cutHeader, after: sizeBytes + text) }
        let header = try SafetensorsHeader(parsing: text, file: bytes.name)

        if let remaining = try bytes.remainingBytes(), remaining != header.dataSize {
            throw failure(.wrongLength(expected: header.dataSize, found: remaining))
        }
        return header
    }
}
