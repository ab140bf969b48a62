import Drawing

/// Reads BMP files of any depth, with a palette or without, in runs or not.
enum BMPDecoder {
    /// The picture. Throws `PhotographError`.
    static func image(_ file: PictureFile) throws -> Image {
        let header = try BMPHeader(file)
        try file.check(width: header.width, height: header.height)
        let channels = max(header.masks.count, 3)
        let samples = try header.bits <= 8 ? colors(header, file) : pixels(header, file)
        return Image(width: header.width, height: header.height, samples: samples, channels: channels)
    }

    /// Where the rows begin, the uppermost first. Throws `PhotographError` where the file ends before them.
    private static func rows(_ header: BMPHeader, _ file: PictureFile) throws -> [Int] {
        let end = header.start + header.rowBytes * (header.height - 1) + (header.width * header.bits + 7) / 8
        guard end <= file.bytes.count else {
            throw PhotographError.tooShort(
                name: file.name, bytes: file.bytes.count, width: header.width, height: header.height)
        }
        return (0..<header.height).map {
            header.start + header.rowBytes * (header.isTopDown ? $0 : header.height - 1 - $0)
        }
    }

    /// Samples of pixels that hold them.
    private static func pixels(_ header: BMPHeader, _ file: PictureFile) throws -> [UInt8] {
        let bytes = header.bits / 8
        var samples: [UInt8] = []
        samples.reserveCapacity(header.width * header.height * header.masks.count)
        for row in try rows(header, file) {
            for place in stride(from: row, to: row + header.width * bytes, by: bytes) {
                var pixel: UInt32 = 0
                for byte in 0..<bytes { pixel |= UInt32(file.bytes[place + byte]) << UInt32(8 * byte) }
                for mask in header.masks { samples.append(mask.sample(pixel)) }
            }
        }
        return samples
    }

    /// Samples of pixels that name a colour of the palette.
    private static func colors(_ header: BMPHeader, _ file: PictureFile) throws -> [UInt8] {
        var samples: [UInt8] = []
        samples.reserveCapacity(header.width * header.height * 3)
        for number in try header.compression == .none ? numbers(header, file) : runs(header, file) {
            guard Int(number) < header.palette.count else {
                throw file.broken("a colour of number \(number), where its palette has \(header.palette.count)")
            }
            samples += header.palette[Int(number)]
        }
        return samples
    }

    private static func numbers(_ header: BMPHeader, _ file: PictureFile) throws -> [UInt8] {
        let perByte = 8 / header.bits
        return try rows(header, file).flatMap { row in
            (0..<header.width).map { column in
                file.bytes[row + column / perByte] >> UInt8(8 - header.bits * (1 + column % perByte))
                    & UInt8(1 << header.bits - 1)
            }
        }
    }

    private static func runs(_ header: BMPHeader, _ file: PictureFile) throws -> [UInt8] {
        var runs = BMPRuns(file, header)
        let numbers = try runs.decoded()
        if header.isTopDown { return numbers }
        return stride(from: numbers.count - header.width, through: 0, by: -header.width).flatMap {
            numbers[$0..<$0 + header.width]
        }
    }
}
