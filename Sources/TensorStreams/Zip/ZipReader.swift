/// Reads the members of a ZIP archive in the order in which they lie, so that it may come through a pipe.
///
/// Format: PKWARE APPNOTE 6.3; members that are stored or deflated, of any size. The list at the end is not read.
final class ZipReader {
    private let bytes: ByteReader
    /// The first bytes of the last header, by which a file's kind is told.
    private(set) var header: [UInt8] = []

    /// What follows the last member: the list of all, or the end of an archive of none.
    private static let ends: [[UInt8]] = [[0x50, 0x4B, 1, 2], [0x50, 0x4B, 5, 6], [0x50, 0x4B, 6, 6]]

    init(_ bytes: ByteReader) { self.bytes = bytes }

    /// The next member, nil after the last. The one before has been read or passed over.
    func next() throws -> ZipMember? {
        let signature = try bytes.bytes(4)
        guard signature == ZipMember.signature else {
            if Self.ends.contains(signature) { return nil }
            throw ZipError(name: bytes.name, reason: signature.count < 4 ? .cut : .damaged)
        }
        header = signature + (try whole(ZipMember.headerSize - 4))
        let lengths = ZipMember.lengths(header)
        let name = try whole(lengths.name)
        guard let member = ZipMember(header: header, name: name, extra: try whole(lengths.extra)) else {
            throw ZipError(name: bytes.name, reason: .damaged)
        }
        header += name
        return member
    }

    /// Passes over the data of a member.
    func skip(_ member: ZipMember) throws {
        guard member.hasSizes else { throw ZipError(name: bytes.name, reason: .sizeUnknown(member.name)) }
        if try bytes.skip(member.packedSize) < member.packedSize { throw ZipError(name: bytes.name, reason: .cut) }
    }

    /// The data of a member, unpacked as it is read.
    ///
    /// - Parameter name: how messages call it.
    func open(_ member: ZipMember, name: String) throws -> ByteReader {
        let data = try ZipData(member, in: bytes)
        return ByteReader(name: name) { try data.read(into: $0) }
    }

    private func whole(_ count: Int) throws -> [UInt8] {
        let read = try bytes.bytes(count)
        if read.count < count { throw ZipError(name: bytes.name, reason: .cut) }
        return read
    }
}
