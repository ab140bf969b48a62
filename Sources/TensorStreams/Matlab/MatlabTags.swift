/// Reads the tags of data elements, and the small elements of which a variable's description is made.
///
/// Format: "MAT-File Format" (The MathWorks), "Data Elements": type and size in 4 bytes each, then the data, padded to 8 bytes;
/// or, where the first word's upper half is not zero, size and type in one word and up to 4 bytes of data in the other.
struct MatlabTags {
    let bytes: ByteReader
    let isBigEndian: Bool
    /// How messages call what is read.
    var name: String

    init(_ bytes: ByteReader, isBigEndian: Bool) {
        (self.bytes, self.isBigEndian, name) = (bytes, isBigEndian, bytes.name)
    }

    struct Tag {
        var type: Int
        var size: Int
        /// The data, where it lies in the tag.
        var data: [UInt8]?
    }

    func tag() throws -> Tag {
        let words = try whole(8)
        let (first, second) = (number(words[..<4]), number(words[4...]))
        if first >> 16 == 0 { return Tag(type: first, size: second) }
        let size = first >> 16
        guard size <= 4 else { throw damaged("a short element of \(size) bytes") }
        return Tag(type: first & 0xFFFF, size: size, data: Array(words[4..<4 + size]))
    }

    /// The data of the next element, at most so many bytes of one of these types.
    func data(ofType types: [Int], atMost limit: Int, _ what: String) throws -> [UInt8] {
        let tag = try tag()
        guard types.contains(tag.type), tag.size <= limit else { throw damaged("a variable has no \(what)") }
        if let data = tag.data { return data }
        return Array(try whole((tag.size + 7) / 8 * 8).prefix(tag.size))
    }

    func number(_ word: some Collection<UInt8>) -> Int {
        (isBigEndian ? Array(word) : word.reversed()).reduce(0) { $0 << 8 | Int($1) }
    }

    func damaged(_ detail: String) -> MatlabError { MatlabError(name: name, reason: .damaged(detail)) }

    private func whole(_ count: Int) throws -> [UInt8] {
        let read = try bytes.bytes(count)
        guard read.count == count else { throw damaged("a variable ends before its values") }
        return read
    }
}
