import CJPEGDecoding
import Drawing

/// Reads JPEG files, at a fraction of their size where that is all that is wanted.
struct JPEGDecoder {
    /// Whether a file that starts so is a JPEG.
    static func isJPEG(_ start: some Sequence<UInt8>) -> Bool { start.starts(with: [0xFF, 0xD8]) }

    private let decoding: UnsafeMutablePointer<JPEGDecoding>
    private let name: String

    /// Runs `body` on the decoder of a file whose header has been read. Throws `PhotographError`.
    static func with<Result>(
        _ file: [UInt8], name: String, _ handles: JPEGHandles, _ body: (JPEGDecoder) throws -> Result
    ) throws -> Result {
        try file.withUnsafeBufferPointer { file in
            let result = try handles.with { try body(try JPEGDecoder($0, file, name: name)) }
            guard let result else { throw PhotographError.broken(name: name, reason: "out of memory") }
            return result
        }
    }

    private init(
        _ decoding: UnsafeMutablePointer<JPEGDecoding>, _ file: UnsafeBufferPointer<UInt8>, name: String
    ) throws {
        self.decoding = decoding
        self.name = name
        guard readJPEGHeader(decoding, file.baseAddress, file.count) else { throw problem }
        guard width * height <= PhotographReader.maximumPixels else {
            throw PhotographError.tooLarge(name: name, width: width, height: height)
        }
        // Every block of 8×8 pixels takes a bit at the least.
        guard width * height / 512 <= file.count else {
            throw PhotographError.tooShort(name: name, bytes: file.count, width: width, height: height)
        }
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
        if channels == 4 {
            return Image(width: columns, height: rows, channels: .rgb, samples: JPEGDecoder.light(ofInk: samples))
        }
        return Image(width: columns, height: rows, channels: channels == 1 ? .grey : .rgb, samples: samples)
    }

    /// RGB of CMYK as Adobe's programs store it (255 is no ink), without a colour profile: each colour times black.
    private static func light(ofInk samples: [UInt8]) -> [UInt8] {
        var light: [UInt8] = []
        light.reserveCapacity(samples.count / 4 * 3)
        for pixel in stride(from: 0, to: samples.count, by: 4) {
            let black = Int(samples[pixel + 3])
            for ink in 0..<3 { light.append(UInt8((Int(samples[pixel + ink]) * black + 127) / 255)) }
        }
        return light
    }

    private var problem: PhotographError { .broken(name: name, reason: String(cString: decoding.pointee.message)) }
}
