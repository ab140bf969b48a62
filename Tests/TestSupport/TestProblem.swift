/// The test itself could not do what it set out to do.
public struct TestProblem: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
