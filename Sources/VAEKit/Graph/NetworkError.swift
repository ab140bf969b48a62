/// What is wrong with a network as it was written: which part, which layer of it, and what to do.
public struct NetworkError: Error, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
