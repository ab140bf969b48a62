import TensorStreams

/// A zip archive whose checksum held, read member by member (PKWARE APPNOTE 6.3; stored and deflated members).
struct ZipArchive {
    private let file: OpenFile

    init(_ file: OpenFile) { self.file = file }

    /// Where a member lies.
    struct Member: Equatable {
        var name: String
        var method: Int
        var packedSize: Int
        var size: Int
        var headerOffset: Int
    }

    /// The members, as the central directory lists them.
    func members() throws -> [Member] {
        let (offset, size) = try directory()
        let bytes = Fields(try file.bytes(min(size, 1 << 24), at: offset))
        var members: [Member] = []
        var place = 0
        while let signature = bytes.number(4, at: place), signature == 0x0201_4B50 {
            guard let nameLength = bytes.number(2, at: place + 28), let extra = bytes.number(2, at: place + 30),
                let comment = bytes.number(2, at: place + 32), let name = bytes.text(nameLength, at: place + 46),
                let method = bytes.number(2, at: place + 10), let packed = bytes.number(4, at: place + 20),
                let size = bytes.number(4, at: place + 24), let header = bytes.number(4, at: place + 42)
            else { throw damaged("its directory is cut short") }
            members.append(
                Member(name: name, method: method, packedSize: packed, size: size, headerOffset: header))
            place += 46 + nameLength + extra + comment
        }
        return members
    }

    /// Unpacks a member into a file without a name. Throws `FetchError.unexpectedContent` or `FileError`.
    func extract(_ name: String, temporary: String) throws -> OpenFile {
        guard let member = try members().first(where: { $0.name == name }) else {
            throw damaged("it has no member \(name)")
        }
        let header = Fields(try file.bytes(30, at: member.headerOffset))
        guard header.number(4, at: 0) == 0x0403_4B50, let nameLength = header.number(2, at: 26),
            let extra = header.number(2, at: 28)
        else { throw damaged("\(name) is not where its directory says") }
        let start = member.headerOffset + 30 + nameLength + extra
        let output = try PartialFile.anonymous(in: temporary, name: name)
        switch member.method {
        case 0: try copy(start..<start + member.packedSize, to: output)
        case 8: try inflate(start..<start + member.packedSize, to: output, limit: member.size)
        default: throw damaged("\(name) is packed in an unknown way (\(member.method))")
        }
        guard output.size == member.size else { throw damaged("\(name) is cut short") }
        return output.open
    }

    private func copy(_ range: Range<Int>, to output: PartialFile) throws {
        try chunks(of: range) { chunk in
            try output.append(chunk)
            return true
        }
    }

    private func inflate(_ range: Range<Int>, to output: PartialFile, limit: Int) throws {
        let inflater = try Inflater(name: file.name)
        try chunks(of: range) { chunk in
            try inflater.inflate(chunk) { bytes in
                if bytes.count > limit - output.size { throw damaged("a member is longer than it says") }
                try output.append(bytes)
            }
        }
    }

    /// Hands out the bytes of a range of the file, until `body` has enough.
    private func chunks(of range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Bool) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 64)
        defer { buffer.deallocate() }
        var offset = range.lowerBound
        while offset < range.upperBound {
            let room = UnsafeMutableRawBufferPointer(
                rebasing: buffer[..<min(buffer.count, range.upperBound - offset)])
            let count = try file.read(into: room, at: offset)
            if count == 0 { throw damaged("it is cut short") }
            offset += count
            if try !body(UnsafeRawBufferPointer(rebasing: room[..<count])) { return }
        }
    }

    /// Place and size of the central directory, from the record at the end of the archive.
    private func directory() throws -> (offset: Int, size: Int) {
        let total = try file.size()
        let length = min(total, 22 + 65535)
        let tail = Fields(try file.bytes(length, at: total - length))
        var place = length - 22
        while place >= 0 {
            if tail.number(4, at: place) == 0x0605_4B50, let size = tail.number(4, at: place + 12),
                let offset = tail.number(4, at: place + 16)
            {
                return (offset, size)
            }
            place -= 1
        }
        throw damaged("it is no zip archive")
    }

    private func damaged(_ problem: String) -> FetchError {
        .unexpectedContent(file: file.name, problem: problem)
    }
}

/// Little-endian numbers and text at places of a record.
private struct Fields {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func number(_ size: Int, at place: Int) -> Int? {
        guard place >= 0, place + size <= bytes.count else { return nil }
        return (0..<size).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }

    func text(_ length: Int, at place: Int) -> String? {
        guard place >= 0, place + length <= bytes.count else { return nil }
        return String(decoding: bytes[place..<place + length], as: UTF8.self)
    }
}
