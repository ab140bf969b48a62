extension Safetensors {
    /// Writes the file at `path`, which holds the whole new file or the one before at any moment.
    public func write(_ path: String) throws {
        let output = try ByteWriter.create(path)
        try write(output)
        try output.finish()
    }

    /// Writes the file: the same content always gives the same bytes. Metadata stand in the order of their keys, tensors
    /// in their own order, save that types of more bytes come first so that every value is aligned.
    public func write(_ output: ByteWriter) throws {
        let ordered = tensors.enumerated().sorted {
            ($1.element.type.size, $0.offset) < ($0.element.type.size, $1.offset)
        }.map(\.element)
        var text = Array(Self.header(metadata: metadata, tensors: ordered).text().utf8)
        text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - text.count % 8) % 8))
        guard text.count <= SafetensorsHeader.sizeLimit else {
            throw SafetensorsError(name: output.name, reason: .headerTooLarge(UInt64(text.count)))
        }
        try output.write((0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) })
        try output.write(text)
        for tensor in ordered { try output.write(tensor.bytes) }
    }

    private static func header(metadata: [String: String], tensors: [Tensor]) -> JSON {
        var header = JSONObject()
        if !metadata.isEmpty {
            var entries = JSONObject()
            for (key, value) in metadata.sorted(by: { $0.key < $1.key }) { entries[key] = .string(value) }
            header["__metadata__"] = .object(entries)
        }
        var offset = 0
        for tensor in tensors {
            let end = offset + tensor.bytes.count
            header[tensor.name] = .object([
                "dtype": .string(tensor.type.rawValue),
                "shape": .array(tensor.shape.map { .integer($0) }),
                "data_offsets": [.integer(offset), .integer(end)],
            ])
            offset = end
        }
        return .object(header)
    }
}
