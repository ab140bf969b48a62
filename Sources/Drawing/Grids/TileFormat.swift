import TensorStreams

/// What the items of a stream look like as pictures, and how their values become 8-bit samples.
///
/// Items are `H×W` grey or `H×W×C` with C 1 (grey), 3 (RGB) or 4 (RGBA). Bytes stay as they are; floats in [0, 1] are
/// clamped and rounded to 0 … 255; wider integers are levels 0 … 255 and are clamped.
public struct TileFormat: Equatable, Sendable {
    public let width: Int
    public let height: Int
    public let channels: Image.Channels

    public var samplesPerTile: Int { width * height * channels.rawValue }

    /// `28×20`: width and height.
    var sizeText: String { "\(width)×\(height)" }

    /// Throws `TileError` or `ChannelsFirstError` when the items are not pictures. `name` names the stream in the message.
    public init(_ format: ItemFormat, name: String) throws {
        let shape = format.shape
        guard shape.count == 2 || shape.count == 3, shape[0] > 0, shape[1] > 0 else {
            throw TileError.notImages(stream: name, shape: shape)
        }
        if let error = ChannelsFirstError(name: name, format: format) { throw error }
        guard let channels = Image.Channels(rawValue: shape.count == 3 ? shape[2] : 1) else {
            throw TileError.notImages(stream: name, shape: shape)
        }
        height = shape[0]
        width = shape[1]
        self.channels = channels
    }

    /// The samples of all items of a batch, in order. Throws `TileError` at a value that is not a number.
    public func samples(of batch: TensorBatch, name: String) throws -> [UInt8] {
        switch batch.format.type {
        case .u8: return batch.bytes
        case .i8, .i16, .i32: return batch.floats().map { UInt8(min(max($0, 0), 255)) }
        case .f32, .f64:
            let values = batch.floats()
            guard !values.contains(where: \.isNaN) else { throw TileError.notANumber(stream: name) }
            return values.map { UInt8((min(max($0, 0), 1) * 255).rounded()) }
        }
    }
}

/// A stream that cannot be shown as pictures.
public enum TileError: Error, CustomStringConvertible, Equatable {
    case notImages(stream: String, shape: [Int])
    case notANumber(stream: String)

    public var description: String {
        switch self {
        case .notImages(let stream, let shape):
            "\(stream): \(TileError.items(shape)), not images (H×W grey, H×W×3 RGB or H×W×4 RGBA)"
                + (shape.count == 1 && shape[0] > 1 ? ": " + ItemFormat.wayOfRows : "")
        case .notANumber(let stream):
            "\(stream): a pixel is not a number (nan)"
        }
    }

    private static func items(_ shape: [Int]) -> String {
        let sizes = shape.map(String.init).joined(separator: "×")
        switch shape.count {
        case 0: return "the items are single values (labels?)"
        case 1: return "the items are vectors of \(sizes)"
        default: return "the items are \(sizes)"
        }
    }
}
