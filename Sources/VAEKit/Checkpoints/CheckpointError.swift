/// Why a file is not a checkpoint that can be used: which file, what is wrong, and what to do.
public struct CheckpointError: Error, Equatable, CustomStringConvertible {
    public let name: String
    public let problem: String

    public var description: String { "\(name): \(problem)" }
}
