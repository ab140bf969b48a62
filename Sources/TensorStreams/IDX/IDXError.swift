/// What is wrong with a tensor stream, and in which of its tensors (counted from 0).
public struct IDXError: Error, Equatable, CustomStringConvertible {
    public enum Reason: Equatable, Sendable {
        case empty
        case badMagic([UInt8])
        case littleEndian
        case unknownType(UInt8)
        case noDimensions
        case cutHeader
        case zeroSize(dimension: Int)
        case tooLarge
        case cutData(expected: Int, found: Int)
        case formatDiffers(first: ItemFormat, now: ItemFormat)
        case tooManyItems
    }

    public let name: String
    public let tensor: Int
    public let reason: Reason

    public init(name: String, tensor: Int, reason: Reason) {
        self.name = name
        self.tensor = tensor
        self.reason = reason
    }

    public var description: String {
        reason == .empty ? "\(name): \(reason.text)" : "\(name): tensor \(tensor): \(reason.text)"
    }
}

extension IDXError.Reason {
    var text: String {
        switch self {
        case .empty: "empty input; an IDX tensor was expected"
        case .badMagic(let bytes):
            "not an IDX tensor (begins with \(bytes.map(Self.hexadecimal).joined(separator: " ")), not 00 00)"
        case .littleEndian:
            "its header is written little-endian, but the numbers of IDX are big-endian: in NumPy, x.astype('>i4') or the "
                + "like turns its sizes, and values of several bytes; or numpy.save x, and npy2idx writes it"
        case .unknownType(let code):
            "unknown IDX type code \(Self.hexadecimal(code)); known are 08 u8, 09 i8, 0b i16, 0c i32, 0d f32, 0e f64"
        case .noDimensions: "no dimensions; the first one must count items"
        case .cutHeader: "cut in the header"
        case .zeroSize(let dimension): "dimension \(dimension) of the items is zero"
        case .tooLarge: "items too large for this machine"
        case .cutData(let expected, let found): "\(expected) bytes expected, \(found) found"
        case .formatDiffers(let first, let now): "\(now), but the stream began with \(first)"
        case .tooManyItems: "more than 4294967295 items do not fit in one IDX tensor"
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
