import CZlib

/// The cyclic redundancy check of gzip and zlib (RFC 1952, section 8), to tell data apart that nobody disguises.
public enum CRC32 {
    public static func of(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBytes {
            UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), $0.count))
        }
    }
}
