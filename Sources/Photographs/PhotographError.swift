/// A file that is no picture, or one that cannot be used.
public enum PhotographError: Error, CustomStringConvertible, Equatable {
    case empty(name: String)
    case unknownFormat(name: String)
    case broken(name: String, reason: String)
    case tooLarge(name: String, width: Int, height: Int)
    case tooShort(name: String, bytes: Int, width: Int, height: Int)
    case tooLong(name: String)

    public var description: String {
        switch self {
        case .empty(let name): "\(name): empty file"
        case .unknownFormat(let name): "\(name): neither PNG nor JPEG"
        case .broken(let name, let reason): "\(name): not a JPEG that can be read: \(reason)"
        case .tooLarge(let name, let width, let height):
            "\(name): \(width)×\(height) pixels, more than \(PhotographReader.maximumPixels >> 20) Mpixel"
        case .tooShort(let name, let bytes, let width, let height):
            "\(name): \(bytes) bytes cannot hold the \(width)×\(height) pixels that they claim"
        case .tooLong(let name): "\(name): longer than \(PhotographReader.maximumBytes >> 20) MiB"
        }
    }
}
