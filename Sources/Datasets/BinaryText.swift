import TensorStreams

/// Images written as lines of zeros and ones, as the binarized MNIST of Larochelle and Murray is published.
struct BinaryText {
    private let reader: ByteReader
    private let side: Int
    private var line = 1

    init(_ reader: ByteReader, side: Int) {
        self.reader = reader
        self.side = side
    }

    /// Writes the images as u8, ink 255.
    mutating func write(to writer: ByteWriter) throws {
        let format = ItemFormat(type: .u8, shape: [side, side])
        var output = IDXWriter(writer, format: format)
        let values = side * side
        var pixels: [UInt8] = []
        var inLine = 0
        while case let text = try reader.bytes(1 << 18), !text.isEmpty {
            for byte in text {
                switch byte {
                case UInt8(ascii: "0"), UInt8(ascii: "1"):
                    pixels.append(byte == UInt8(ascii: "1") ? 255 : 0)
                    inLine += 1
                case UInt8(ascii: " "), UInt8(ascii: "\r"), UInt8(ascii: "\t"): break
                case UInt8(ascii: "\n"): try endLine(&inLine)
                default: throw problem("something other than 0 and 1")
                }
            }
            let whole = pixels.count / values
            let bytes = Array(pixels[..<(whole * values)])
            pixels.removeFirst(whole * values)
            try output.write(TensorBatch(format: format, count: whole, bytes: bytes))
        }
        try endLine(&inLine)
        if !pixels.isEmpty { throw problem("the last image is cut short") }
        try output.finish()
    }

    private mutating func endLine(_ values: inout Int) throws {
        guard values == 0 || values == side * side else {
            throw problem("\(side * side) values expected, \(values) found")
        }
        values = 0
        line += 1
    }

    private func problem(_ text: String) -> FetchError {
        .unexpectedContent(file: reader.name, problem: "line \(line): \(text)")
    }
}
