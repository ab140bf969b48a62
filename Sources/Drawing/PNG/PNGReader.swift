import CPNG
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

    /// The picture in the bytes of a PNG file. Grey with alpha becomes RGBA. Throws `PNGError`.
    public static func decode(_ bytes: [UInt8], name: String) throws -> Image {
        guard isPNG(bytes) else { throw PNGError.unreadable(name: name, reason: "it does not start as a PNG does") }
        var description = png_image()
        description.version = png_uint_32(PNG_IMAGE_VERSION)
        defer { png_image_free(&description) }
        return try bytes.withUnsafeBytes { file in
            guard png_image_begin_read_from_memory(&description, file.baseAddress, file.count) != 0 else {
                throw PNGError.unreadable(name: name, reason: pngMessage(description))
            }
            return try pixels(&description, fileSize: file.count, name: name)
        }
    }

    private static func pixels(_ description: inout png_image, fileSize: Int, name: String) throws -> Image {
        let (width, height) = (Int(description.width), Int(description.height))
        let (count, overflow) = width.multipliedReportingOverflow(by: height)
        guard !overflow, count <= maximumPixels else {
            throw PNGError.tooLarge(name: name, width: width, height: height)
        }
        // Deflate packs 1,032 bytes into one at the best, and eight pixels into a byte.
        guard count / 8 / 1032 <= fileSize else {
            throw PNGError.unreadable(
                name: name, reason: "\(fileSize) bytes cannot hold \(width)×\(height) pixels")
        }
        let channels: Image.Channels =
            if description.format & png_uint_32(PNG_FORMAT_FLAG_ALPHA) != 0 {
                .rgba
            } else if description.format & png_uint_32(PNG_FORMAT_FLAG_COLOR) != 0 { .rgb } else { .grey }
        description.format = pngFormat(channels)
        // Sixteen bits without a word on their gamma are sRGB as eight are, not light itself as libpng would have it.
        description.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
        var samples = [UInt8](repeating: 0, count: count * channels.rawValue)
        let read = samples.withUnsafeMutableBytes {
            png_image_finish_read(&description, nil, $0.baseAddress, 0, nil)
        }
        guard read != 0 else { throw PNGError.unreadable(name: name, reason: pngMessage(description)) }
        return Image(width: width, height: height, channels: channels, samples: samples)
    }
}
