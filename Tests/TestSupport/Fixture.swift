import TensorStreams

/// Numbers that another program made, of a script in Tests/Fixtures that names its versions.
public struct Fixture: Sendable {
    private let file: Safetensors

    /// Reads `Tests/Fixtures/NAME`.
    public init(_ name: String) throws { file = try Safetensors.read(Package.root + "/Tests/Fixtures/" + name) }

    public func floats(_ name: String) throws -> [Float] { try found(file[name]?.floats(), name) }

    public func doubles(_ name: String) throws -> [Double] { try found(file[name]?.doubles(), name) }

    /// Of a tensor of two dimensions the second.
    public func width(_ name: String) throws -> Int { try found(file[name]?.shape.last, name) }

    private func found<Value>(_ value: Value?, _ name: String) throws -> Value {
        guard let value else { throw TestProblem("\(name) is missing") }
        return value
    }
}
