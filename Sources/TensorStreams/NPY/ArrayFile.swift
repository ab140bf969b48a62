/// A file of arrays: NPY, an archive of such (npz), or a MATLAB 5 file.
public enum ArrayFile {
    /// The array called `name`, as NPY; or `bytes` themselves where they hold no named arrays and no name is given.
    ///
    /// The file may come through a pipe. Throws `ArrayFileError`, `MatlabError`, `ZipError`, `FileKindError` or `FileError`.
    public static func open(_ bytes: ByteReader, array name: String?) throws -> ByteReader {
        if try bytes.startsWith(ZipMember.signature) { return try NPYArchive.open(bytes, array: name) }
        if try MatlabFile.begins(bytes) { return try MatlabFile.open(bytes, array: name) }
        if let name { throw ArrayFileError(name: bytes.name, reason: .noArchive(name)) }
        return bytes
    }
}

/// Why no array of a file can be read.
public struct ArrayFileError: Error, Equatable, CustomStringConvertible {
    /// An array that is there.
    public struct Member: Equatable, Sendable {
        public let name: String
        /// Its sizes and type, where they are known.
        public var form: String?

        var text: String { form.map { "\(name) (\($0))" } ?? name }
    }

    public enum Reason: Equatable, Sendable {
        case noArchive(String)
        /// The array asked for, or nil where none was; those that there are; and what kind of file it is.
        case absent(String?, present: [Member], in: FileKind)
    }

    public let name: String
    public let reason: Reason

    /// The name of the array where none was asked for and there is one alone.
    public var onlyArray: String? {
        guard case .absent(nil, let present, _) = reason, present.count == 1 else { return nil }
        return present[0].name
    }

    public var description: String {
        switch reason {
        case .noArchive(let array):
            "\(name): no archive of NumPy arrays (npz) and no MATLAB 5 file, so that there is no array \(array) in it"
        case .absent(_, [], let kind): "\(name): \(kind.noun) that holds no array"
        case .absent(nil, let present, let kind):
            "\(name): \(kind.noun): --array names one of \(NameList.text(present.map(\.text), separator: ", "))"
        case .absent(let array?, let present, _):
            "\(name): no array \(array); there are: \(NameList.text(present.map(\.name)))"
        }
    }
}
