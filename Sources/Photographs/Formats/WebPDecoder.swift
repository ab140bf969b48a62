import CWebPDecoding
import Drawing

/// Reads WebP files, of films the first frame.
enum WebPDecoder {
    /// A RIFF file whose form is WEBP.
    static func isWebP(_ start: [UInt8]) -> Bool {
        start.starts(with: Array("RIFF".utf8)) && start.dropFirst(8).starts(with: Array("WEBP".utf8))
    }

    /// The picture, upright. `note` is told of what is in the file besides. Throws `PhotographError`.
    static func image(_ file: PictureFile, _ note: (String) -> Void) throws -> Image {
        try file.bytes.withUnsafeBufferPointer { bytes in
            guard let decoding = makeWebPDecoding(bytes.baseAddress, bytes.count) else {
                throw file.broken("out of memory")
            }
            defer { freeWebPDecoding(decoding) }
            func check(_ isDone: Bool) throws {
                if !isDone { throw file.broken(String(cString: decoding.pointee.message)) }
            }
            try check(readWebPHeader(decoding))
            let header = decoding.pointee
            let (width, height, channels) = (Int(header.width), Int(header.height), Int(header.channels))
            // A picture of one colour has no byte for any pixel, however many.
            try file.check(width: width, height: height)
            var samples = [UInt8](repeating: 0, count: width * height * channels)
            try check(samples.withUnsafeMutableBufferPointer { readWebPSamples(decoding, $0.baseAddress) })
            if header.hasMore { note("\(file.name): the first of its frames is read, the others are not") }
            let image = Image(width: width, height: height, samples: samples, channels: channels)
            return EXIF.orientation(exif(header)).applied(to: image)
        }
    }

    /// The TIFF structure in the chunk, before which some write what precedes it in a JPEG.
    private static func exif(_ header: WebPDecoding) -> [UInt8] {
        let chunk = Array(UnsafeBufferPointer(start: header.exif, count: header.exifCount))
        let prefix = Array("Exif".utf8) + [0, 0]
        return chunk.starts(with: prefix) ? Array(chunk.dropFirst(prefix.count)) : chunk
    }
}
