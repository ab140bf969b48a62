import CPNG
import TensorStreams

/// Writes pictures as PNG, in the simplest colour type that holds them (grey, RGB or RGBA), eight bits, sRGB.
public enum PNGWriter {
    /// Writes one whole PNG file. The caller finishes `output`.
    public static func write(_ image: Image, to output: ByteWriter) throws {
        try output.write(encode(image, name: output.name))
    }

    /// The bytes of the PNG file. `name` is what messages call it. Throws `PNGError.unwritable`.
    public static func encode(_ image: Image, name: String) throws -> [UInt8] {
        var description = png_image()
        description.version = png_uint_32(PNG_IMAGE_VERSION)
        description.width = png_uint_32(image.width)
        description.height = png_uint_32(image.height)
        description.format = pngFormat(image.channels)
        defer { png_image_free(&description) }

        var encoded = [UInt8](repeating: 0, count: bound(image))
        var size = png_alloc_size_t(encoded.count)
        let written = image.samples.withUnsafeBytes { pixels in
            encoded.withUnsafeMutableBytes {
                png_image_write_to_memory(&description, $0.baseAddress, &size, 0, pixels.baseAddress, 0, nil)
            }
        }
        guard written != 0 else { throw PNGError.unwritable(name: name, reason: pngMessage(description)) }
        encoded.removeLast(encoded.count - Int(size))
        return encoded
    }

    /// No PNG of this picture is longer: the stored size in deflate blocks and IDAT chunks, and the fixed chunks.
    private static func bound(_ image: Image) -> Int {
        let data = image.samples.count + image.height
        return data + 6 + (data >> 12) + (data >> 14) + (data >> 25) + 12 * (2 + data >> 13) + 1024
    }
}

/// libpng's name for a kind of pixel.
func pngFormat(_ channels: Image.Channels) -> png_uint_32 {
    switch channels {
    case .grey: 0
    case .rgb: png_uint_32(PNG_FORMAT_FLAG_COLOR)
    case .rgba: png_uint_32(PNG_FORMAT_FLAG_COLOR) | png_uint_32(PNG_FORMAT_FLAG_ALPHA)
    }
}

/// What libpng says went wrong.
func pngMessage(_ description: png_image) -> String {
    withUnsafeBytes(of: description.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
