/// What stands before the values of a variable of a MATLAB 5 file: its class, sizes and name.
///
/// Format: "MAT-File Format" (The MathWorks), "Array Data Element Formats".
struct MatlabVariable {
    let name: String
    /// The first index runs fastest.
    let shape: [Int]
    /// What MATLAB calls the class of its values; `complex` where they are.
    let kind: String
    /// NumPy's code of that class; nil where the values are not real numbers.
    let code: String?

    private let tags: MatlabTags
    private let mostBytes: Int

    private static let classes = [
        "cell", "struct", "object", "char", "sparse", "double", "single", "int8", "uint8", "int16", "uint16", "int32",
        "uint32", "int64", "uint64", "function_handle", "opaque",
    ]
    private static let codes = [
        "double": "f8", "single": "f4", "int8": "i1", "uint8": "u1", "int16": "i2", "uint16": "u2", "int32": "i4",
        "uint32": "u4", "int64": "i8", "uint64": "u8",
    ]
    /// An object of a class that the user defined, which has no sizes.
    private static let opaque = "opaque"
    private static let complexFlag = 0x800
    private static let nameLimit = 256
    private static let dimensionLimit = 32

    /// Reads it from the content of its element, of which no more bytes than `mostBytes` can come. Throws `MatlabError`.
    init(_ tags: MatlabTags, mostBytes: Int) throws {
        (self.tags, self.mostBytes) = (tags, mostBytes)
        let flags = try tags.data(ofType: [6], atMost: 8, "class")
        guard flags.count == 8 else { throw tags.damaged("a variable has no class") }
        let word = tags.number(flags[..<4])
        let number = word & 0xFF
        guard (1...Self.classes.count).contains(number) else { throw tags.damaged("a variable of class \(number)") }
        let isComplex = word & Self.complexFlag != 0
        kind = isComplex ? "complex" : Self.classes[number - 1]
        code = Self.codes[kind]
        shape = kind == Self.opaque ? [] : try Self.shape(tags)
        name = String(decoding: try tags.data(ofType: [1, 2, 16], atMost: Self.nameLimit, "name"), as: UTF8.self)
    }

    private static func shape(_ tags: MatlabTags) throws -> [Int] {
        let bytes = try tags.data(ofType: [5, 6], atMost: 4 * dimensionLimit, "sizes")
        let sizes = stride(from: 0, to: bytes.count / 4 * 4, by: 4).map { tags.number(bytes[$0..<$0 + 4]) }
        guard sizes.count > 1, sizes.allSatisfy({ $0 <= Int32.max }) else {
            throw tags.damaged("a variable has no sizes")
        }
        return sizes
    }

    /// The values, as NPY.
    ///
    /// - Throws: `MatlabError` where they are not real numbers, or not as many as the sizes say.
    func values() throws -> ByteReader {
        var content = tags
        content.name += ": \(name)"
        let values = try MatlabValues(of: self, content, mostBytes: mostBytes)
        return ByteReader(name: content.name) { try values.read(into: $0) }
    }

    /// Sizes and class, as messages say them.
    var form: String { (shape.isEmpty ? "" : shape.map(String.init).joined(separator: "×") + " ") + kind }
}
