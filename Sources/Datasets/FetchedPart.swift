import TensorStreams

/// A part of a data set that is here and was verified.
public struct FetchedPart {
    public let part: Part
    let data: VerifiedData
    /// The folder for what is unpacked on the way.
    let temporary: String

    package init(part: Part, data: VerifiedData, temporary: String) {
        self.part = part
        self.data = data
        self.temporary = temporary
    }

    /// Writes the part as an IDX stream: as published where it was published so, else made from what was.
    ///
    /// - Throws: `FileError`, `GzipError`, `IDXError` or `MatlabError`, and `FetchError.unexpectedContent`.
    public func write(to writer: ByteWriter) throws {
        switch (part.content, data) {
        case (.idx, .bytes(let bytes)):
            try writer.write(bytes)
            try writer.finish()
        case (.idx, .file(let file)):
            try file.rewind()
            try copy(ByteReader(descriptor: file.descriptor, name: file.name), to: writer)
        case (.zippedIDX(let member, let isTransposed), .file(let file)):
            let unpacked = try ZipArchive(file).extract(member, temporary: temporary)
            try unpacked.rewind()
            let reader = ByteReader(descriptor: unpacked.descriptor, name: member)
            try isTransposed ? transpose(reader, to: writer) : copy(reader, to: writer)
        case (.binaryText(let side), .file(let file)):
            try file.rewind()
            var text = BinaryText(ByteReader(descriptor: file.descriptor, name: file.name), side: side)
            try text.write(to: writer)
        case (.matlab(let matrix), .file(let file)):
            try write(matrix.items(in: file), matrix, to: writer)
        case (.zippedIDX, .bytes), (.binaryText, .bytes), (.matlab, .bytes):
            throw FetchError.unexpectedContent(file: part.file.name, problem: "it cannot be unpacked")
        }
    }

    private func write(_ items: [UInt8], _ matrix: MatlabMatrix, to writer: ByteWriter) throws {
        let format = ItemFormat(type: .u8, shape: matrix.itemShape)
        var output = IDXWriter(writer, format: format)
        try output.write(TensorBatch(format: format, count: matrix.count, bytes: items))
        try output.finish()
    }

    private func copy(_ reader: ByteReader, to writer: ByteWriter) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 64)
        defer { buffer.deallocate() }
        while true {
            let count = try reader.read(into: buffer)
            if count == 0 { break }
            try writer.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        try writer.finish()
    }

    private func transpose(_ reader: ByteReader, to writer: ByteWriter) throws {
        var items = IDXReader(reader)
        let format = try items.requiredFormat()
        guard format.type == .u8, format.shape.count == 2, format.shape[0] == format.shape[1] else {
            throw FetchError.unexpectedContent(file: reader.name, problem: "square u8 images expected, \(format) found")
        }
        var output = IDXWriter(writer, format: format)
        while var batch = try items.next(atMost: 1000) {
            batch.bytes = transposed(batch.bytes, side: format.shape[0])
            try output.write(batch)
        }
        try output.finish()
    }

    private func transposed(_ images: [UInt8], side: Int) -> [UInt8] {
        var result = images
        for start in stride(from: 0, to: images.count, by: side * side) {
            for row in 0..<side {
                for column in 0..<side {
                    result[start + row * side + column] = images[start + column * side + row]
                }
            }
        }
        return result
    }
}
