/// A file that is no picture, or one that cannot be used.
public enum PhotographError: Error, CustomStringConvertible, Equatable {
    case empty(name: String)
    case unknownFormat(name: String)
    case broken(name: String, format: PictureFormat, reason: String)
    case tooLarge(name: String, width: Int, height: Int, limit: Int)
    case tooShort(name: String, bytes: Int, width: Int, height: Int)
    case tooLong(name: String)

    public var description: String {
        switch self {
        case .empty(let name): "\(name): empty file"
        case .unknownFormat(let name): "\(name): none of \(PictureFormat.list)"
        case .broken(let name, let format, let reason):
            "\(name): not a \(format.rawValue) that can be read: \(reason)"
        case .tooLarge(let name, let width, let height, let limit):
            "\(name): \(width)×\(height) pixels, more than \(limit >> 20) Mpixel"
        case .tooShort(let name, let bytes, let width, let height):
            "\(name): \(bytes) bytes cannot hold the \(width)×\(height) pixels that they claim"
        case .tooLong(let name): "\(name): longer than \(PhotographReader.maximumBytes >> 20) MiB"
        }
    }
}
