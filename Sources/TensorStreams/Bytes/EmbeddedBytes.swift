/// A run of a file's bytes that has a size of its own, as it lies there or unpacked piece by piece.
final class EmbeddedBytes {
    private let bytes: ByteReader
    private let inflater: Inflater?
    private let cut, corrupt: any Error
    /// Packed bytes that have been read.
    private var packed: ArraySlice<UInt8> = []
    private var left: Int
    private(set) var hasEnded = false

    private static let step = 1 << 16

    /// - Parameters:
    ///   - size: how many bytes it takes in the file.
    ///   - inflater: what unpacks them; nil where they are not packed.
    ///   - cut: is thrown where the file ends before them, `corrupt` where they cannot be unpacked.
    init(_ size: Int, unpackedBy inflater: Inflater?, in bytes: ByteReader, cut: any Error, corrupt: any Error) {
        (left, self.inflater, self.bytes, self.cut, self.corrupt) = (size, inflater, bytes, cut, corrupt)
    }

    /// Whether none of its bytes is left, unread or packed.
    var isUsedUp: Bool { left == 0 && packed.isEmpty }

    /// Reads at least one byte; 0 is the end. At the end of packed data zlib has held its checksum, where its framing has one.
    func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        var count = 0
        while count == 0, !hasEnded { count = try inflater.map { try inflate($0, into: target) } ?? copy(into: target) }
        return count
    }

    /// Passes over what has not been read.
    func passOver() throws {
        if try bytes.skip(left) < left { throw cut }
        left = 0
    }

    private func copy(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try bytes.read(
            into: UnsafeMutableRawBufferPointer(rebasing: target[..<min(target.count, left)]))
        if count == 0, left > 0 { throw cut }
        left -= count
        hasEnded = left == 0
        return count
    }

    private func inflate(_ inflater: Inflater, into target: UnsafeMutableRawBufferPointer) throws -> Int {
        if packed.isEmpty {
            packed = try bytes.bytes(min(Self.step, left))[...]
            if packed.isEmpty { throw left > 0 ? cut : corrupt }
            left -= packed.count
        }
        do {
            let step = try packed.withUnsafeBytes { try inflater.inflate($0, into: target) }
            packed = packed.dropFirst(step.consumed)
            hasEnded = step.endOfMember
            return step.produced
        } catch is GzipError {
            throw corrupt
        }
    }
}
