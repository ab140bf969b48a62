/// The command line is wrong: one line, a hint at `--help`, exit 2.
public struct UsageError: Error, CustomStringConvertible, Equatable {
    public let description: String

    public init(_ description: String) { self.description = description }
}

/// The run failed for a reason no library names: one line, exit 1.
public struct Failure: Error, CustomStringConvertible, Equatable {
    public let description: String

    public init(_ description: String) { self.description = description }
}
