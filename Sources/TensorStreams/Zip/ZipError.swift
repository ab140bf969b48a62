/// What is wrong with a ZIP archive.
public struct ZipError: Error, Equatable, CustomStringConvertible {
    public enum Reason: Equatable, Sendable {
        case cut
        case damaged
        case corrupt(String)
        case encrypted(String)
        case method(String, Int)
        case sizeUnknown(String)
    }

    public let name: String
    public let reason: Reason

    public init(name: String, reason: Reason) {
        self.name = name
        self.reason = reason
    }

    public var description: String { "\(name): \(text)" }

    private var text: String {
        switch reason {
        case .cut: "the archive is cut short: fetch or copy the file again"
        case .damaged: "the archive is damaged: fetch or copy the file again"
        case .corrupt(let member): "the data of \(member) is corrupt: fetch or copy the file again"
        case .encrypted(let member): "\(member) is encrypted: unzip it"
        case .method(let member, let method):
            "\(member) is packed in another way (\(method)) than deflate: unzip it"
        case .sizeUnknown(let member):
            "\(member) has no size before its data, as archives written to a pipe have: unzip it"
        }
    }
}
