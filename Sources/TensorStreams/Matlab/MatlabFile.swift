/// A MATLAB 5 file (what `save -v7`, `-v6` and scipy.io.savemat write): a header of 128 bytes, and an element for each variable,
/// packed or not, one after the other, so that it may come through a pipe.
///
/// Format: "MAT-File Format" (The MathWorks). libmatio reads it too, but no pipes; it takes what is missing at a file's end, and
/// what zlib cannot unpack, for zeros, and brings HDF5 with it, which takes longer to load than a small file to read.
public struct MatlabFile {
    private let bytes: ByteReader
    private let isBigEndian: Bool
    /// That of the last variable.
    private var element: MatlabElement?

    private static let headerSize = 128
    private static let matrix = 14
    private static let packed = 15

    /// Whether the input goes on as MATLAB's files begin; none of it is passed over.
    static func begins(_ bytes: ByteReader) throws -> Bool {
        let kind = FileKind(start: try bytes.unpackedBeginning(FileKind.length))
        return kind == .matlab || kind == .matlabHDF5
    }

    /// Reads the header, whose last words are the version and the order of bytes. Throws `MatlabError`.
    public init(_ bytes: ByteReader) throws {
        func failure(_ reason: MatlabError.Reason) -> MatlabError { MatlabError(name: bytes.name, reason: reason) }
        let header = try bytes.bytes(Self.headerSize)
        guard header.count == Self.headerSize else { throw failure(.cut) }
        switch (String(decoding: header[126...], as: UTF8.self), header[124], header[125]) {
        case ("IM", 0, 1): isBigEndian = false
        case ("MI", 1, 0): isBigEndian = true
        case ("IM", 0, 2), ("MI", 2, 0): throw failure(.hdf5)
        default: throw failure(.notMatlab)
        }
        self.bytes = bytes
    }

    /// The variable called `name`, as NPY; nil where there is none, and the file is whole to its end.
    public mutating func open(_ name: String) throws -> ByteReader? {
        while let variable = try next() {
            if variable.name == name { return try variable.values() }
        }
        return nil
    }

    /// The names of the variables that follow, to the file's end.
    public mutating func names() throws -> [String] {
        var names: [String] = []
        while let variable = try next() { names.append(variable.name) }
        return names
    }

    /// The variable called `name`, or an error that lists those that there are.
    static func open(_ bytes: ByteReader, array name: String?) throws -> ByteReader {
        var file = try MatlabFile(bytes)
        var present: [ArrayFileError.Member] = []
        while let variable = try file.next() {
            if variable.name == name { return try variable.values() }
            // What has no name is MATLAB's own, for objects.
            if !variable.name.isEmpty {
                present.append(ArrayFileError.Member(name: variable.name, form: variable.form))
            }
        }
        throw ArrayFileError(name: bytes.name, reason: .absent(name, present: present, in: .matlab))
    }

    /// The next variable, nil after the last. The one before is passed over, as far as it has not been read.
    private mutating func next() throws -> MatlabVariable? {
        try element?.passOver()
        element = try nextElement()
        guard let element else { return nil }
        let content = ByteReader(name: bytes.name) { try element.read(into: $0) }
        let tags = MatlabTags(content, isBigEndian: isBigEndian)
        if element.isPacked, try tags.tag().type != Self.matrix { throw tags.damaged("an element is no variable") }
        return try MatlabVariable(tags, mostBytes: element.mostBytes)
    }

    private func nextElement() throws -> MatlabElement? {
        let words = try bytes.bytes(8)
        if words.isEmpty { return nil }
        guard words.count == 8 else { throw MatlabError(name: bytes.name, reason: .cut) }
        let tags = MatlabTags(ByteReader(words, name: bytes.name), isBigEndian: isBigEndian)
        let tag = try tags.tag()
        guard tag.data == nil, tag.type == Self.matrix || tag.type == Self.packed else {
            throw tags.damaged("an element is no variable")
        }
        return try MatlabElement(tag.size, isPacked: tag.type == Self.packed, in: bytes)
    }
}
