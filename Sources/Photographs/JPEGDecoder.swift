import CTurboJPEG
import Drawing

/// Reads JPEG files, at a fraction of their size where that is all that is wanted.
struct JPEGDecoder {
    /// Whether a file that starts so is a JPEG.
    static func isJPEG(_ start: some Sequence<UInt8>) -> Bool { start.starts(with: [0xFF, 0xD8, 0xFF]) }

    private let handle: tjhandle
    private let file: [UInt8]
    private let name: String
    /// Size of the picture as stored, in pixels.
    private(set) var width = 0
    private(set) var height = 0
    private var colors = TJCS_RGB

    /// Runs `body` on the decoder of a file whose header has been read. Throws `PhotographError`.
    static func with<Result>(
        _ file: [UInt8], name: String, _ handles: JPEGHandles, _ body: (JPEGDecoder) throws -> Result
    ) throws -> Result {
        let result = try handles.with { try body(try JPEGDecoder($0, file, name: name)) }
        guard let result else { throw PhotographError.broken(name: name, reason: "out of memory") }
        return result
    }

    private init(_ handle: tjhandle, _ file: [UInt8], name: String) throws {
        self.handle = handle
        self.file = file
        self.name = name
        var sizes: (width: Int32, height: Int32) = (0, 0)
        var kinds: (subsampling: Int32, colors: Int32) = (0, -1)
        let status = tjDecompressHeader3(
            handle, file, UInt(file.count), &sizes.width, &sizes.height, &kinds.subsampling, &kinds.colors)
        // An unusual subsampling alone is no obstacle: the header has been read then.
        guard status == 0 || sizes.width > 0 && sizes.height > 0 && kinds.colors >= 0 else { throw problem }
        (width, height) = (Int(sizes.width), Int(sizes.height))
        colors = TJCS(rawValue: UInt32(max(kinds.colors, 0)))
        guard width * height <= PhotographReader.maximumPixels else {
            throw PhotographError.tooLarge(name: name, width: width, height: height)
        }
        // Every block of 8×8 pixels takes a bit at the least.
        guard width * height / 512 <= file.count else {
            throw PhotographError.tooShort(name: name, bytes: file.count, width: width, height: height)
        }
    }

    /// The picture at one `divisor`th of its size (1, 2, 4 or 8), rounded up; grey where it is so stored or wanted.
    /// Throws `PhotographError`.
    func image(divisor: Int, grey: Bool) throws -> Image {
        let isInk = colors == TJCS_CMYK || colors == TJCS_YCCK
        let isGrey = colors == TJCS_GRAY || grey && !isInk
        let format = isInk ? TJPF_CMYK : isGrey ? TJPF_GRAY : TJPF_RGB
        let (columns, rows) = ((width + divisor - 1) / divisor, (height + divisor - 1) / divisor)
        let count = columns * rows * (isInk ? 4 : isGrey ? 1 : 3)
        // Where the file ends early, what is not decoded stays black.
        var samples = [UInt8](repeating: 0, count: count)
        let status = samples.withUnsafeMutableBufferPointer { target in
            tjDecompress2(
                handle, file, UInt(file.count), target.baseAddress, Int32(columns), 0, Int32(rows),
                Int32(format.rawValue), TJFLAG_LIMITSCANS)
        }
        if status != 0, !isHarmless { throw problem }
        if isInk {
            return Image(width: columns, height: rows, channels: .rgb, samples: JPEGDecoder.light(ofInk: samples))
        }
        return Image(width: columns, height: rows, channels: isGrey ? .grey : .rgb, samples: samples)
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

    /// A header from a later version of the standard costs no pixel; every other warning may.
    private var isHarmless: Bool { tjGetErrorCode(handle) == 0 && message.hasPrefix("Warning: unknown JFIF revision") }

    private var problem: PhotographError { .broken(name: name, reason: message) }

    /// What the library says went wrong, without the names of its functions.
    private var message: String {
        guard let text = tjGetErrorStr2(handle) else { return "unknown error" }
        let whole = String(cString: text)
        guard let colon = whole.firstIndex(of: ":"), whole[..<colon].hasSuffix("()") else { return whole }
        return String(whole[colon...].dropFirst().drop { $0 == " " })
    }
}
