import Protobuf
import TensorStreams

/// A PNG file as an image summary carries it: its bytes as they are, and what their header says.
public struct EncodedPNG: Sendable {
    /// How the pixels of a `Summary.Image` are made up, by the numbers in summary.proto.
    package enum ColorSpace: Int, Sendable {
        case grey = 1
        case greyAlpha = 2
        case rgb = 3
        case rgba = 4
    }

    /// No longer file is taken: TensorBoard keeps pictures in memory.
    public static let maximumBytes = 1 << 26

    package let bytes: [UInt8]
    package let width: Int
    package let height: Int
    package let colorSpace: ColorSpace

    /// Reads the file at `path`. Throws `EncodedPNGError`, `FileKindError` or what reading the file throws.
    public init(path: String) throws {
        let input = try ByteReader.open(path)
        try self.init(try input.bytes(Self.maximumBytes + 1), name: input.name)
    }

    /// Takes the bytes of a file apart: the signature, the chunk IHDR, and IEND at the end (PNG, third edition, sections
    /// 5.2, 11.2.1 and 11.2.5). What lies between is left to whoever draws it.
    package init(_ file: [UInt8], name: String) throws {
        guard file.count <= Self.maximumBytes else { throw EncodedPNGError.tooLong(name: name) }
        guard file.starts(with: Self.start), file.count > 25 else {
            throw FileKindError(name: name, start: file, expected: "a PNG image", besides: [.png])
                ?? EncodedPNGError.notPNG(name: name)
        }
        guard file.suffix(Self.end.count).elementsEqual(Self.end) else { throw EncodedPNGError.cut(name: name) }
        bytes = file
        width = Self.number(file[16..<20])
        height = Self.number(file[20..<24])
        guard (1...0x7FFF_FFFF).contains(width), (1...0x7FFF_FFFF).contains(height),
            let colorSpace = Self.colorSpace(ofType: file[25])
        else { throw EncodedPNGError.notPNG(name: name) }
        self.colorSpace = colorSpace
    }

    /// The signature, and the length and name of IHDR.
    private static let start: [UInt8] = [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52,
    ]
    /// The chunk IEND, which is always the same.
    private static let end: [UInt8] = [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82]

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    /// A palette (type 3) is one of RGB colours.
    private static func colorSpace(ofType type: UInt8) -> ColorSpace? {
        switch type {
        case 0: .grey
        case 2, 3: .rgb
        case 4: .greyAlpha
        case 6: .rgba
        default: nil
        }
    }

    /// The message `Summary.Image` of summary.proto.
    var message: ProtobufMessage {
        var message = ProtobufMessage()
        message.add(1, height)
        message.add(2, width)
        message.add(3, colorSpace.rawValue)
        message.add(4, bytes)
        return message
    }
}

/// A file that is no PNG to be shown.
public enum EncodedPNGError: Error, CustomStringConvertible, Equatable {
    case notPNG(name: String)
    case cut(name: String)
    case tooLong(name: String)

    public var description: String {
        switch self {
        case .notPNG(let name): "\(name): not a PNG"
        case .cut(let name): "\(name): the PNG does not end as one does: is it still being written?"
        case .tooLong(let name): "\(name): longer than \(EncodedPNG.maximumBytes >> 20) MiB"
        }
    }
}
