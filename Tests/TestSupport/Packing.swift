import CZlib

/// Packed data for tests.
public enum Packing {
    /// The bytes as one gzip member.
    public static func gzip(_ bytes: [UInt8]) -> [UInt8] { deflate(bytes, windowBits: 15 + 16) }

    /// The bytes as bare deflate data.
    public static func deflate(_ bytes: [UInt8]) -> [UInt8] { deflate(bytes, windowBits: -15) }

    /// The bytes as zlib data.
    public static func zlib(_ bytes: [UInt8]) -> [UInt8] { deflate(bytes, windowBits: 15) }

    private static func deflate(_ bytes: [UInt8], windowBits: Int32) -> [UInt8] {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        deflateInit2_(&stream, 6, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
        let produced = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                _ = CZlib.deflate(&stream, Z_FINISH)
                return target.count - Int(stream.avail_out)
            }
        }
        return Array(output.prefix(produced))
    }

    /// A member of a zip archive.
    public struct Member {
        public var name: String
        public var bytes: [UInt8]
        public var isDeflated: Bool
        /// Whether the header before it has sizes of 64 bits.
        public var hasWideSizes: Bool

        public init(_ name: String, _ bytes: [UInt8], isDeflated: Bool = true, hasWideSizes: Bool = false) {
            self.hasWideSizes = hasWideSizes
            self.name = name
            self.bytes = bytes
            self.isDeflated = isDeflated
        }
    }

    /// A zip archive.
    public static func zip(_ members: [Member]) -> [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for member in members {
            let packed = member.isDeflated ? deflate(member.bytes) : member.bytes
            let name = Array(member.name.utf8)
            let common =
                number(20, 2) + number(0, 2) + number(member.isDeflated ? 8 : 0, 2) + number(0, 4)
                + number(Int(checksum(member.bytes)), 4)
            let sizes = number(packed.count, 4) + number(member.bytes.count, 4)
            directory += number(0x0201_4B50, 4) + number(20, 2) + common + sizes + number(name.count, 2)
            directory += number(0, 2) + number(0, 10) + number(archive.count, 4) + name
            let (here, extra) = member.hasWideSizes ? wide(packed.count, member.bytes.count) : (sizes, [1, 2, 3])
            archive += number(0x0403_4B50, 4) + common + here + number(name.count, 2) + number(extra.count, 2)
            archive += name + extra + packed
        }
        let end =
            number(0x0605_4B50, 4) + number(0, 4) + number(members.count, 2) + number(members.count, 2)
            + number(directory.count, 4) + number(archive.count, 4) + number(0, 2)
        return archive + directory + end
    }

    /// What stands for the sizes in a header, and the field that has them.
    private static func wide(_ packed: Int, _ size: Int) -> (sizes: [UInt8], extra: [UInt8]) {
        ([UInt8](repeating: 0xFF, count: 8), number(1, 2) + number(16, 2) + number(size, 8) + number(packed, 8))
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt {
        bytes.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
    }

    private static func number(_ value: Int, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
