import CGIF

/// A GIF that cannot be written.
public enum GIFError: Error, CustomStringConvertible, Equatable {
    case tooLarge(width: Int, height: Int)
    case wrongSize(frame: Int, width: Int, height: Int, expectedWidth: Int, expectedHeight: Int)
    case encoder(reason: String)

    public var description: String {
        switch self {
        case .tooLarge(let width, let height):
            "frames of \(width)×\(height) pixels: a GIF holds at most 65535×65535"
        case .wrongSize(let frame, let width, let height, let expectedWidth, let expectedHeight):
            "frame \(frame) is \(width)×\(height) pixels, the first is \(expectedWidth)×\(expectedHeight)"
        case .encoder(let reason):
            "the GIF could not be made: \(reason)"
        }
    }

    static func encoder(code: CInt) -> GIFError {
        .encoder(reason: GifErrorString(code).map { String(cString: $0) } ?? "giflib error \(code)")
    }
}
