import CZlib
import CommandSupport

/// Bytes as gzip packs them, to time unpacking.
enum GzipSample {
    static func pack(_ bytes: [UInt8]) throws -> [UInt8] {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        // Level 6, as gzip's own; 16 more than the largest window asks for gzip framing.
        guard deflateInit2_(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK else {
            throw Failure("zlib has no memory to pack with")
        }
        defer { deflateEnd(&stream) }
        var input = bytes
        let capacity = Int(deflateBound(&stream, UInt(bytes.count))) + 64
        return [UInt8](unsafeUninitializedCapacity: capacity) { target, filled in
            input.withUnsafeMutableBufferPointer { source in
                (stream.next_in, stream.avail_in) = (source.baseAddress, UInt32(source.count))
                (stream.next_out, stream.avail_out) = (target.baseAddress, UInt32(target.count))
                _ = deflate(&stream, Z_FINISH)
            }
            filled = target.count - Int(stream.avail_out)
        }
    }
}
