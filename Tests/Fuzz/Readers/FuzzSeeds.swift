import TestSupport

/// Sound inputs that fuzzing begins with: those in `Tests/Fixtures/fuzz/TARGET`, and every crash that was ever found.
extension FuzzTarget {
    public var folder: String { "\(Package.root)/Tests/Fixtures/fuzz/\(rawValue)" }

    /// Names and bytes, sorted by name.
    public func seeds() -> [(name: String, bytes: [UInt8])] {
        File.names(in: folder).compactMap { name in File.bytes("\(folder)/\(name)").map { (name, $0) } }
    }
}
