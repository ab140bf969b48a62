import CJPEGDecoding
import Drawing

/// Reads JPEG files, at a fraction of their size where that is all that is wanted.
struct JPEGDecoder {
    /// Whether a file that starts so is a JPEG.
    static func isJPEG(_ start: some Sequence<UInt8>) -> Bool { start.starts(with: [0xFF, 0xD8]) }

    private let decoding: UnsafeMutablePointer<JPEGDecoding>
    private let file: PictureFile

    /// Runs `body` on the decoder of a file whose header has been read. Throws `PhotographError`.
    static func with<Result>(
        _ file: PictureFile, _ handles: JPEGHandles, _ body: (JPEGDecoder) throws -> Result
    ) throws -> Result {
        try file.bytes.withUnsafeBufferPointer { bytes in
            let result = try handles.with { try body(try JPEGDecoder($0, bytes, file)) }
            guard let result else { throw file.broken("out of memory") }
            return result
        }
    }

    private init(
        _ decoding: UnsafeMutablePointer<JPEGDecoding>, _ bytes: UnsafeBufferPointer<UInt8>, _ file: PictureFile
    ) throws {
        self.decoding = decoding
        self.file = file
        guard readJPEGHeader(decoding, bytes.baseAddress, bytes.count) else { throw problem }
        // Every block of 8×8 pixels takes a bit at the least.
        try file.check(width: width, height: height, pixelsPerByte: 512)
    }

    /// Size of the picture as stored, in pixels.
    var width: Int { Int(decoding.pointee.width) }
    var height: Int { Int(decoding.pointee.height) }

    /// How the picture is to be turned.
    var orientation: Orientation {
        EXIF.orientation(Array(UnsafeBufferPointer(start: decoding.pointee.exif, count: decoding.pointee.exifCount)))
    }

    /// What is odd about a file that could be read all the same, without the library's judgement of it; nil as a rule.
    var remark: String? {
        let text = String(cString: decoding.pointee.remark)
        for judgement in ["Corrupt JPEG data: ", "Warning: "] where text.hasPrefix(judgement) {
            return String(text.dropFirst(judgement.count))
        }
        return text.isEmpty ? nil : text
    }

    /// The picture at one `divisor`th of its size (1, 2, 4 or 8), rounded up; grey where it is so stored or wanted.
    /// May be called once. Throws `PhotographError`.
    func image(divisor: Int, grey: Bool) throws -> Image {
        let stored = Int(decoding.pointee.channels)
        let channels = stored == 3 && grey ? 1 : stored
        let (columns, rows) = ((width + divisor - 1) / divisor, (height + divisor - 1) / divisor)
        var samples = [UInt8](repeating: 0, count: columns * rows * channels)
        let isRead = samples.withUnsafeMutableBufferPointer {
            readJPEGSamples(decoding, Int32(divisor), Int32(channels), $0.baseAddress)
        }
        guard isRead else { throw problem }
        return Image(width: columns, height: rows, samples: samples, channels: channels, isInk: channels == 4)
    }

    private var problem: PhotographError { file.broken(String(cString: decoding.pointee.message)) }
}
