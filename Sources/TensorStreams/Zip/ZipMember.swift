/// What the header before a member of a ZIP archive says of it (PKWARE APPNOTE 6.3, section 4.3.7).
struct ZipMember: Equatable {
    let name: String
    /// 0 is stored, 8 deflated.
    let method: Int
    let isEncrypted: Bool
    let hasSizes: Bool
    let checksum: UInt32
    private(set) var packedSize: Int
    private(set) var size: Int

    /// Bytes of a header before the name.
    static let headerSize = 30
    static let signature: [UInt8] = [0x50, 0x4B, 3, 4]

    /// Lengths of the name and of what else follows a header's first bytes.
    static func lengths(_ header: [UInt8]) -> (name: Int, extra: Int) {
        (Int(number(header, 26, 2)), Int(number(header, 28, 2)))
    }

    /// Nil where sizes of 64 bits are announced and absent, or too large for any file.
    init?(header: [UInt8], name: [UInt8], extra: [UInt8]) {
        self.name = String(decoding: name, as: UTF8.self)
        let flags = Self.number(header, 6, 2)
        isEncrypted = flags & 1 != 0
        hasSizes = flags & 8 == 0
        method = Int(Self.number(header, 8, 2))
        checksum = UInt32(Self.number(header, 14, 4))
        packedSize = Int(Self.number(header, 18, 4))
        size = Int(Self.number(header, 22, 4))
        let absent = Int(UInt32.max)
        if packedSize == absent || size == absent {
            guard let wide = Self.wideSizes(extra), let packed = Int(exactly: wide.packed),
                let size = Int(exactly: wide.size)
            else { return nil }
            (packedSize, self.size) = (packed, size)
        }
    }

    /// The field of 64-bit sizes (section 4.5.3): in a header before a member it has both.
    private static func wideSizes(_ extra: [UInt8]) -> (size: UInt64, packed: UInt64)? {
        var place = 0
        while place + 4 <= extra.count {
            let length = Int(number(extra, place + 2, 2))
            if number(extra, place, 2) == 1, length >= 16, place + 20 <= extra.count {
                return (number(extra, place + 4, 8), number(extra, place + 12, 8))
            }
            place += 4 + length
        }
        return nil
    }

    private static func number(_ bytes: [UInt8], _ place: Int, _ size: Int) -> UInt64 {
        (0..<size).reduce(0) { $0 | UInt64(bytes[place + $1]) << (8 * UInt64($1)) }
    }
}
