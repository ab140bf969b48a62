/// A PNG that cannot be read or written.
public enum PNGError: Error, CustomStringConvertible, Equatable {
    case unreadable(name: String, reason: String)
    case tooLarge(name: String, width: Int, height: Int)
    case unwritable(name: String, reason: String)

    public var description: String {
        switch self {
        case .unreadable(let name, let reason): "\(name): not a PNG that can be read: \(reason)"
        case .tooLarge(let name, let width, let height):
            "\(name): \(width)×\(height) pixels, more than \(PNGReader.maximumPixels >> 20) Mpixel"
        case .unwritable(let name, let reason): "\(name): the PNG could not be made: \(reason)"
        }
    }
}
