import CTIFFDecoding
import Drawing

/// Reads the first picture of a TIFF file, of any kind but those that hold more than eight or sixteen bits can say, or colours
/// of other spaces.
enum TIFFDecoder {
    /// Classic and big ones, in either order of bytes.
    static func isTIFF(_ start: [UInt8]) -> Bool {
        [[0x49, 0x49, 0x2A, 0], [0x4D, 0x4D, 0, 0x2A], [0x49, 0x49, 0x2B, 0], [0x4D, 0x4D, 0, 0x2B]].contains {
            start.starts(with: $0)
        }
    }

    /// The picture, upright. `note` is told of what is in the file besides. Throws `PhotographError`.
    static func image(_ file: PictureFile, _ note: (String) -> Void) throws -> Image {
        try file.bytes.withUnsafeBufferPointer { bytes in
            // Four samples of sixteen bits; a strip may hold the whole picture.
            guard let decoding = makeTIFFDecoding(bytes.baseAddress, bytes.count, file.maximumPixels * 8) else {
                throw file.broken("out of memory")
            }
            defer { freeTIFFDecoding(decoding) }
            func check(_ isDone: Bool) throws {
                if !isDone { throw file.broken(String(cString: decoding.pointee.message)) }
            }
            try check(readTIFFHeader(decoding))
            let header = decoding.pointee
            let (width, height) = (Int(header.width), Int(header.height))
            try file.check(width: width, height: height)
            var samples = [UInt8](repeating: 0, count: width * height * Int(header.channels))
            try check(samples.withUnsafeMutableBufferPointer { readTIFFSamples(decoding, $0.baseAddress) })
            remarks(header).forEach { note("\(file.name): \($0)") }
            let image = Image(
                width: width, height: height, samples: samples, channels: Int(header.channels), isInk: header.isInk)
            return (Orientation(number: Int(header.orientation)) ?? .upright).applied(to: image)
        }
    }

    private static func remarks(_ header: TIFFDecoding) -> [String] {
        var remarks: [String] = []
        if header.hasMore { remarks.append("the first of its pages is read, the others are not") }
        if header.samplesRead < header.samplesPerPixel {
            remarks.append("\(header.samplesRead) of the \(header.samplesPerPixel) samples of a pixel are read")
        }
        return remarks
    }
}
