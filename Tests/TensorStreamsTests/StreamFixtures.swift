import TensorStreams

/// Small streams in memory and what becomes of them.
enum StreamFixtures {
    /// A tensor with the given type code, sizes and data.
    static func tensor(_ type: UInt8, _ sizes: [UInt32], _ data: [UInt8] = []) -> [UInt8] {
        let header: [UInt8] = [0, 0, type, UInt8(truncatingIfNeeded: sizes.count)]
        return sizes.reduce(header) { bytes, size in
            bytes + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) }
        } + data
    }

    static func reader(_ bytes: [UInt8]) -> IDXReader { IDXReader(ByteReader(bytes, name: "x.idx")) }

    /// The message of the error that reading the whole stream ends in; nil when it is whole.
    static func failure(_ bytes: [UInt8]) -> String? {
        var reader = reader(bytes)
        do {
            _ = try reader.requiredFormat()
            while try reader.next(atMost: 3) != nil {}
            return nil
        } catch { return "\(error)" }
    }

    /// What `body` writes to a file in a folder of its own.
    static func written(_ path: String, _ body: (ByteWriter) throws -> Void) throws {
        let writer = try ByteWriter.create(path)
        try body(writer)
        try writer.finish()
    }
}
