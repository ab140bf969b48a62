/// The data of a member of a ZIP archive, unpacked piece by piece; at its end length and checksum are held against what was
/// announced.
final class ZipData {
    private let member: ZipMember
    private let bytes: ByteReader
    /// Nil for a member that is stored.
    private let inflater: Inflater?
    /// Packed bytes that have been read.
    private var packed: ArraySlice<UInt8> = []
    private var packedLeft: Int
    private var produced = 0
    private var checksum: UInt32 = 0
    private var hasEnded = false

    private static let step = 1 << 16

    /// Throws `ZipError` where the data cannot be unpacked.
    init(_ member: ZipMember, in bytes: ByteReader) throws {
        func failure(_ reason: ZipError.Reason) -> ZipError { ZipError(name: bytes.name, reason: reason) }
        if member.isEncrypted { throw failure(.encrypted(member.name)) }
        if ![0, 8].contains(member.method) { throw failure(.method(member.name, member.method)) }
        if !member.hasSizes { throw failure(.sizeUnknown(member.name)) }
        (self.member, self.bytes) = (member, bytes)
        packedLeft = member.packedSize
        inflater = member.method == 8 ? try Inflater(name: bytes.name, framing: .none) : nil
    }

    /// Reads at least one byte; 0 is the end.
    func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        var count = 0
        while count == 0, !hasEnded { count = try inflater.map { try inflate($0, into: target) } ?? copy(into: target) }
        checksum = CRC32.of(UnsafeRawBufferPointer(rebasing: target[..<count]), after: checksum)
        produced += count
        let isWhole = packedLeft == 0 && packed.isEmpty && produced == member.size && checksum == member.checksum
        if hasEnded, !isWhole { throw ZipError(name: bytes.name, reason: .corrupt(member.name)) }
        return count
    }

    private func copy(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try bytes.read(
            into: UnsafeMutableRawBufferPointer(rebasing: target[..<min(target.count, packedLeft)]))
        if count == 0, packedLeft > 0 { throw ZipError(name: bytes.name, reason: .cut) }
        packedLeft -= count
        hasEnded = packedLeft == 0
        return count
    }

    private func inflate(_ inflater: Inflater, into target: UnsafeMutableRawBufferPointer) throws -> Int {
        if packed.isEmpty {
            packed = try bytes.bytes(min(Self.step, packedLeft))[...]
            if packed.isEmpty {
                throw ZipError(name: bytes.name, reason: packedLeft > 0 ? .cut : .corrupt(member.name))
            }
            packedLeft -= packed.count
        }
        do {
            let step = try packed.withUnsafeBytes { try inflater.inflate($0, into: target) }
            packed = packed.dropFirst(step.consumed)
            hasEnded = step.endOfMember
            return step.produced
        } catch is GzipError {
            throw ZipError(name: bytes.name, reason: .corrupt(member.name))
        }
    }
}
