/// The content of a data element of a MATLAB 5 file, a variable's: as it lies there, or unpacked piece by piece.
final class MatlabElement {
    private let bytes: ByteReader
    private let inflater: Inflater?
    /// Packed bytes that have been read.
    private var packed: ArraySlice<UInt8> = []
    private var left: Int
    private var hasEnded = false
    /// No more bytes than this come of it: deflate makes at most 1032 of one (zlib's technical details).
    let mostBytes: Int

    var isPacked: Bool { inflater != nil }

    private static let step = 1 << 16

    /// - Parameter size: how many bytes it takes in the file.
    init(_ size: Int, isPacked: Bool, in bytes: ByteReader) throws {
        self.bytes = bytes
        left = size
        mostBytes = isPacked ? size * 1032 : size
        inflater = isPacked ? try Inflater(name: bytes.name, framing: .zlib) : nil
    }

    /// Reads at least one byte; 0 is the end. At the end of packed data zlib has held its checksum.
    func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let inflater else {
            let count = try bytes.read(
                into: UnsafeMutableRawBufferPointer(rebasing: target[..<min(target.count, left)]))
            if count == 0, left > 0 { throw MatlabError(name: bytes.name, reason: .cut) }
            left -= count
            return count
        }
        while !hasEnded {
            let count = try inflate(inflater, into: target)
            if count > 0 { return count }
        }
        return 0
    }

    /// Passes over what has not been read.
    func passOver() throws {
        if try bytes.skip(left) < left { throw MatlabError(name: bytes.name, reason: .cut) }
        left = 0
    }

    private func inflate(_ inflater: Inflater, into target: UnsafeMutableRawBufferPointer) throws -> Int {
        if packed.isEmpty {
            packed = try bytes.bytes(min(Self.step, left))[...]
            if packed.isEmpty { throw MatlabError(name: bytes.name, reason: left > 0 ? .cut : .corrupt) }
            left -= packed.count
        }
        do {
            let step = try packed.withUnsafeBytes { try inflater.inflate($0, into: target) }
            packed = packed.dropFirst(step.consumed)
            hasEnded = step.endOfMember
            return step.produced
        } catch is GzipError {
            throw MatlabError(name: bytes.name, reason: .corrupt)
        }
    }
}
