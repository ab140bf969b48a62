/// Outputs of one command that belong together: none of their files appears before all are whole, so that one which cannot be
/// written leaves none of the others behind.
public final class OutputGroup {
    private var files: [OutputFile] = []

    public init() {}

    /// Begins an output at `path`, as `ByteWriter.create` does; finished, a file waits for the others. Throws `FileError`.
    public func create(_ path: String) throws -> ByteWriter { try ByteWriter.create(path, in: self) }

    /// Puts the files that are finished at their paths, in the order in which they were.
    ///
    /// Throws `FileError`, before the first appears where one cannot be stored in its folder.
    public func finish() throws {
        for file in files { try file.sync() }
        for file in files { try file.takeName() }
        for file in files { try file.appear() }
        files.removeAll()
    }

    func add(_ file: OutputFile) { files.append(file) }
}
