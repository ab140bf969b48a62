/// What is wrong with compressed input.
public struct GzipError: Error, Equatable, CustomStringConvertible {
    public enum Reason: Equatable, Sendable {
        case cut
        case corrupt(String)
        case trailingData
        case noMemory
    }

    public let name: String
    public let reason: Reason

    public init(name: String, reason: Reason) {
        self.name = name
        self.reason = reason
    }

    public var description: String {
        switch reason {
        case .cut: "\(name): the gzip data is cut short: fetch or copy the file again"
        case .corrupt(let detail): "\(name): the gzip data is corrupt (\(detail)): fetch or copy the file again"
        case .trailingData: "\(name): data that is not gzip follows the gzip data"
        case .noMemory: "\(name): no memory to read gzip data"
        }
    }
}
