import CPNGDecoding
import TensorStreams

/// Reads PNG files of any kind as 8-bit grey, RGB or RGBA pictures.
public enum PNGReader {
    /// A larger picture is refused before any memory is set aside for it.
    public static let maximumPixels = 1 << 26
    private static let maximumBytes = 1 << 29
    public static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Whether a file that starts so is a PNG.
    public static func isPNG(_ start: some Sequence<UInt8>) -> Bool { start.starts(with: signature) }

    /// Reads one PNG to the end of the input. Throws `PNGError` naming the input.
    public static func read(_ input: ByteReader) throws -> Image {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = try chunk.withUnsafeMutableBytes({ try input.read(into: $0) }), count > 0 {
            bytes += chunk[..<count]
            guard bytes.count <= maximumBytes else {
                throw PNGError.unreadable(name: input.name, reason: "longer than \(maximumBytes >> 20) MB")
            }
        }
        return try decode(bytes, name: input.name)
    }

    /// The picture in the bytes of a PNG file, turned upright where its EXIF data say how. Grey with alpha becomes RGBA,
    /// sixteen bits become eight: v/257, rounded. Throws `PNGError`.
    public static func decode(_ bytes: [UInt8], name: String) throws -> Image {
        guard isPNG(bytes) else { throw PNGError.unreadable(name: name, reason: "it does not start as a PNG does") }
        return try bytes.withUnsafeBufferPointer { file in
            guard let decoding = makePNGDecoding(file.baseAddress, file.count) else {
                throw PNGError.unreadable(name: name, reason: "out of memory")
            }
            defer { freePNGDecoding(decoding) }
            let image = try image(decoding, fileSize: file.count, name: name)
            let exif = UnsafeBufferPointer(start: decoding.pointee.exif, count: Int(decoding.pointee.exifCount))
            return EXIF.orientation(Array(exif)).applied(to: image)
        }
    }

    /// The picture as stored.
    private static func image(
        _ decoding: UnsafeMutablePointer<PNGDecoding>, fileSize: Int, name: String
    ) throws -> Image {
        func problem() -> PNGError { .unreadable(name: name, reason: String(cString: decoding.pointee.message)) }
        guard readPNGHeader(decoding) else { throw problem() }
        let (width, height) = (Int(decoding.pointee.width), Int(decoding.pointee.height))
        let (count, overflow) = width.multipliedReportingOverflow(by: height)
        guard !overflow, count <= maximumPixels else {
            throw PNGError.tooLarge(name: name, width: width, height: height)
        }
        // Deflate packs 1,032 bytes into one at the best, and eight pixels into a byte.
        guard count / 8 / 1032 <= fileSize else {
            throw PNGError.unreadable(
                name: name, reason: "\(fileSize) bytes cannot hold \(width)×\(height) pixels")
        }
        guard let channels = Image.Channels(rawValue: Int(decoding.pointee.channels)) else { throw problem() }
        var samples = [UInt8](repeating: 0, count: count * channels.rawValue)
        let isRead = samples.withUnsafeMutableBufferPointer { readPNGSamples(decoding, $0.baseAddress) }
        guard isRead else { throw problem() }
        return Image(width: width, height: height, channels: channels, samples: samples)
    }
}
