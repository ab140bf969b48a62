/// A safetensors file whose header has been read, and nothing behind it: its metadata say what kind of file it is, before its
/// tensors are read.
public struct SafetensorsReader {
    private let bytes: ByteReader
    private let header: SafetensorsHeader

    /// Reads the header, believing nothing that it claims. Throws `SafetensorsError`, `FileKindError`, `FileError` or
    /// `GzipError`.
    ///
    /// - Parameter expected: what a file of another kind is told to be in the place of.
    public init(_ bytes: ByteReader, expecting expected: String = "a checkpoint") throws {
        self.bytes = bytes
        header = try Self.header(bytes, expected)
    }

    /// How messages call the file.
    public var name: String { bytes.name }

    public var metadata: [String: String] { header.metadata }

    /// Reads the tensors, once; memory follows the data.
    ///
    /// - Parameter isWanted: given a tensor's name; the others are passed over, and cost nothing in a file that can seek.
    public func tensors(where isWanted: (String) -> Bool = { _ in true }) throws -> Safetensors {
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
            file.tensors.append(Safetensors.Tensor(name: entry.name, type: entry.type, shape: entry.shape, bytes: data))
        }
        guard try bytes.bytes(1).isEmpty else { throw failure(.trailingData) }
        return file
    }

    private func failure(_ reason: SafetensorsError.Reason) -> SafetensorsError {
        SafetensorsError(name: bytes.name, reason: reason)
    }

    private static func header(_ bytes: ByteReader, _ expected: String) throws -> SafetensorsHeader {
        func failure(_ reason: SafetensorsError.Reason) -> SafetensorsError {
            SafetensorsError(name: bytes.name, reason: reason)
        }
        let sizeBytes = try bytes.bytes(8)
        if sizeBytes.isEmpty { throw failure(.empty) }
        func problem(_ reason: SafetensorsError.Reason, after start: [UInt8]) -> any Error {
            bytes.kindError(after: start, expected: expected, besides: .checkpoint) ?? failure(reason)
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
