/// The values of a variable of a MATLAB 5 file, as NPY in Fortran order: the header first, then what the file has, piece by piece.
///
/// MATLAB stores numbers in the narrowest type that holds them; they leave in the type of the variable's class.
final class MatlabValues {
    private let tags: MatlabTags
    /// How they are stored, and what their class is.
    private let stored: NPYType
    private let type: NPYType
    private var left: Int
    /// Bytes to be read next.
    private var ready: ArraySlice<UInt8>

    private static let step = 1 << 14
    /// NumPy's codes of the types of elements.
    private static let codes = [
        1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8", 13: "u8",
    ]

    /// - Parameter mostBytes: no more of them can come.
    /// - Throws: `MatlabError` where they are not real numbers, or not as many as the sizes say.
    init(of variable: MatlabVariable, _ tags: MatlabTags, mostBytes: Int) throws {
        guard let code = variable.code, let type = NPYType(code: code, isBigEndian: false) else {
            throw MatlabError(name: tags.name, reason: .notNumbers(variable.kind))
        }
        let tag = try tags.tag()
        guard let stored = Self.codes[tag.type].flatMap({ NPYType(code: $0, isBigEndian: tags.isBigEndian) }) else {
            throw tags.damaged("values of type \(tag.type)")
        }
        let size = variable.shape.reduce(Optional(stored.size)) { size, dimension in
            guard let (product, overflow) = size?.multipliedReportingOverflow(by: dimension), !overflow else {
                return nil
            }
            return product
        }
        guard let size, size == tag.size, size <= mostBytes else {
            throw tags.damaged("\(tag.size) bytes for \(variable.form)")
        }
        (self.tags, self.stored, self.type) = (tags, stored, type)
        left = size / stored.size
        ready = NPYHeader(type: type, isFortranOrder: true, shape: variable.shape).bytes[...]
        // What lies in the tag has been read.
        if let data = tag.data { try take(data) }
    }

    /// Reads at least one byte; 0 is the end.
    func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        if ready.isEmpty, left > 0 {
            let size = min(left, Self.step) * stored.size
            let data = try tags.bytes.bytes(size)
            guard data.count == size else { throw tags.damaged("a variable ends before its values") }
            try take(data)
            if left == 0 { try end() }
        }
        let count = min(target.count, ready.count)
        target.copyBytes(from: ready.prefix(count))
        ready = ready.dropFirst(count)
        return count
    }

    private func take(_ data: [UInt8]) throws {
        guard let values = type.values(of: data, as: stored) else { throw tags.damaged("a value is beyond its class") }
        ready.append(contentsOf: values)
        left -= data.count / stored.size
    }

    /// Nothing but padding may follow; having read to the end of packed data, zlib has held its checksum.
    private func end() throws {
        if try tags.bytes.bytes(8).count > 7 { throw tags.damaged("more follows a variable's values") }
    }
}
