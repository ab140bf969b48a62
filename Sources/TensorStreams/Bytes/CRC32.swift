import CZlib

/// The cyclic redundancy check of gzip and zlib (RFC 1952, section 8), to tell data apart that nobody disguises.
public enum CRC32 {
    public static func of(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBytes { of($0, after: 0) } }

    /// The check of data that goes on with these bytes; 0 is that of none.
    package static func of(_ bytes: UnsafeRawBufferPointer, after check: UInt32 = 0) -> UInt32 {
        // zlib takes no address for the wish to begin anew.
        guard let start = bytes.baseAddress else { return check }
        return UInt32(truncatingIfNeeded: crc32_z(UInt(check), start.assumingMemoryBound(to: UInt8.self), bytes.count))
    }

    /// The check of data from the check of its beginning and that of the `count` bytes behind it.
    package static func of(_ beginning: UInt32, then rest: UInt32, count: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: crc32_combine(UInt(beginning), UInt(rest), count))
    }
}
