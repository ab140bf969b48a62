import Glibc

/// What has failed on another rank, and where that is.
public struct RankFailure: Error, CustomStringConvertible {
    public let description: String

    /// - Parameter told: what that rank says of it.
    public init(rank: Int, told: String) { description = "rank \(rank) \(told)" }

    /// What this rank tells the others of its own failure.
    public static func telling(_ error: any Error) -> String { "on \(host): \(error)" }

    /// The name of this machine.
    public static var host: String {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// Something that has failed on some rank, and that all ranks know of: each can end in peace.
public struct SharedFailure: Error {
    public let error: any Error

    public init(_ error: any Error) { self.error = error }
}
