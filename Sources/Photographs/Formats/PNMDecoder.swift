import Drawing

/// Reads PNM files: PBM, PGM and PPM, as text or as bytes, up to 16 bits a sample; of several in a file the first.
enum PNMDecoder {
    /// The picture. `note` is told of what is in the file besides. Throws `PhotographError`.
    static func image(_ file: PictureFile, _ note: (String) -> Void) throws -> Image {
        var text = PNMText(file)
        let header = try PNMHeader(&text)
        try file.check(width: header.width, height: header.height)
        if !header.isText { try text.skipSeparator() }
        guard text.left >= header.rowBytes * header.height else {
            throw PhotographError.tooShort(
                name: file.name, bytes: file.bytes.count, width: header.width, height: header.height)
        }
        let samples: [UInt8]
        if header.isText {
            samples = try self.samples(header, &text)
        } else {
            let end = text.place + header.rowBytes * header.height
            samples = try self.samples(header, file.bytes[text.place..<end], file)
            if PNMHeader.isPNM(Array(file.bytes[end...].prefix(3))) {
                note("\(file.name): the first of its pictures is read, the others are not")
            }
        }
        return Image(width: header.width, height: header.height, samples: samples, channels: header.channels)
    }

    private static func samples(_ header: PNMHeader, _ text: inout PNMText) throws -> [UInt8] {
        var samples: [UInt8] = []
        let count = header.width * header.height * header.channels
        samples.reserveCapacity(count)
        for _ in 0..<count {
            samples.append(
                header.isBits
                    ? UInt8(255 * (1 - (try text.bit())))
                    : scaled(try text.number("sample", in: 0...header.most), header.most))
        }
        return samples
    }

    private static func samples(_ header: PNMHeader, _ bytes: ArraySlice<UInt8>, _ file: PictureFile) throws -> [UInt8]
    {
        if header.isBits {
            return (0..<header.width * header.height).map { pixel in
                let (row, column) = pixel.quotientAndRemainder(dividingBy: header.width)
                let eight = bytes[bytes.startIndex + row * header.rowBytes + column / 8]
                return eight >> (7 - column % 8) & 1 == 1 ? 0 : 255
            }
        }
        if header.most == 255 { return Array(bytes) }
        let step = header.most > 255 ? 2 : 1
        return try stride(from: bytes.startIndex, to: bytes.endIndex, by: step).map { place in
            let value = step == 1 ? Int(bytes[place]) : Int(bytes[place]) << 8 | Int(bytes[place + 1])
            guard value <= header.most else {
                throw file.broken("a sample of \(value), above its largest, \(header.most)")
            }
            return scaled(value, header.most)
        }
    }

    private static func scaled(_ value: Int, _ most: Int) -> UInt8 { UInt8((value * 255 + most / 2) / most) }
}
