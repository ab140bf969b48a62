/// The data of a member of a ZIP archive, unpacked piece by piece; at its end length and checksum are held against what was
/// announced.
final class ZipData {
    private let member: ZipMember
    private let name: String
    private let content: EmbeddedBytes
    private var produced = 0
    private var checksum: UInt32 = 0

    /// Throws `ZipError` where the data cannot be unpacked.
    init(_ member: ZipMember, in bytes: ByteReader) throws {
        func failure(_ reason: ZipError.Reason) -> ZipError { ZipError(name: bytes.name, reason: reason) }
        if member.isEncrypted { throw failure(.encrypted(member.name)) }
        if ![0, 8].contains(member.method) { throw failure(.method(member.name, member.method)) }
        if !member.hasSizes { throw failure(.sizeUnknown(member.name)) }
        (self.member, name) = (member, bytes.name)
        content = EmbeddedBytes(
            member.packedSize,
            unpackedBy: member.method == 8 ? try Inflater(name: bytes.name, framing: .none) : nil, in: bytes,
            cut: failure(.cut), corrupt: failure(.corrupt(member.name)))
    }

    /// Reads at least one byte; 0 is the end.
    func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try content.read(into: target)
        checksum = CRC32.of(UnsafeRawBufferPointer(rebasing: target[..<count]), after: checksum)
        produced += count
        let isWhole = content.isUsedUp && produced == member.size && checksum == member.checksum
        if content.hasEnded, !isWhole { throw ZipError(name: name, reason: .corrupt(member.name)) }
        return count
    }
}
