/// The data elements that a MATLAB 5 file is made of, one after the other, each a variable, packed or not
/// (The MathWorks, "MAT-File Format").
///
/// libmatio takes what is missing at a file's end, and what zlib cannot unpack, for zeros, and says nothing.
struct MatlabElements {
    private static let headerSize = 128
    private static let matrix = 14
    private static let packed = 15

    private let file: OpenFile

    init(_ file: OpenFile) { self.file = file }

    /// Whether all that the elements announce is there.
    ///
    /// - Throws: `FetchError.unexpectedContent` where it is no such file or an element cannot be unpacked.
    func areWhole() throws -> Bool {
        let total = try file.size()
        if total < Self.headerSize { return false }
        let isLittleEndian = try readHeader()
        var place = Self.headerSize
        while place < total {
            let tag = try file.bytes(8, at: place)
            if tag.count < 8 { return false }
            let type = number(tag[..<4], isLittleEndian)
            let start = place + 8
            place = start + number(tag[4...], isLittleEndian)
            guard type == Self.matrix || type == Self.packed else { throw damaged("an element of it is no variable") }
            if place > total { return false }
            if type == Self.packed { try unpack(start..<place) }
        }
        return true
    }

    /// Reads the version and the order of bytes, the last words of the header: whether the least byte comes first.
    private func readHeader() throws -> Bool {
        let end = try file.bytes(4, at: Self.headerSize - 4)
        switch (String(decoding: end[2...], as: UTF8.self), end[0], end[1]) {
        case ("IM", 0, 1): return true
        case ("MI", 1, 0): return false
        case ("IM", 0, 2), ("MI", 2, 0): throw damaged("it is a MATLAB 7.3 file; MATLAB 5 is expected")
        default: throw damaged("it is no MATLAB 5 file")
        }
    }

    private func unpack(_ range: Range<Int>) throws {
        let inflater = try Inflater(name: file.name, isFramed: true)
        var place = range.lowerBound
        while place < range.upperBound {
            let bytes = try file.bytes(min(1 << 17, range.upperBound - place), at: place)
            if bytes.isEmpty { break }
            if try !bytes.withUnsafeBytes({ try inflater.inflate($0) { _ in } }) { return }
            place += bytes.count
        }
        throw damaged("its packed data is corrupt")
    }

    private func number(_ bytes: ArraySlice<UInt8>, _ isLittleEndian: Bool) -> Int {
        (isLittleEndian ? bytes.reversed() : Array(bytes)).reduce(0) { $0 << 8 | Int($1) }
    }

    private func damaged(_ problem: String) -> FetchError {
        .unexpectedContent(file: file.name, problem: problem)
    }
}
