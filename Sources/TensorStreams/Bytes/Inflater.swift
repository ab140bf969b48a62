import CZlib

/// Inflates one gzip member after another, zlib's data, or bare data; a thin shell round zlib's stream.
///
/// Format: RFC 1952, of which zlib checks header, CRC-32 and length of each member; RFC 1950, of which it checks Adler-32; and
/// RFC 1951.
final class Inflater {
    /// What stands round deflate data.
    enum Framing {
        case gzip
        /// As in MATLAB files.
        case zlib
        /// As in ZIP archives.
        case none

        /// What zlib takes for it: 15 bits of window; 16 more ask for gzip framing alone, a negative number for none.
        fileprivate var windowBits: Int32 {
            switch self {
            case .gzip: 15 + 16
            case .zlib: 15
            case .none: -15
            }
        }
    }

    /// What one step came to.
    struct Step {
        var consumed: Int
        var produced: Int
        var endOfMember: Bool
    }

    private let name: String
    private let stream: UnsafeMutablePointer<z_stream>

    init(name: String, framing: Framing = .gzip) throws {
        self.name = name
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = inflateInit2_(stream, framing.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        if status != Z_OK { throw GzipError(name: name, reason: .noMemory) }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Begins another member.
    func reset() {
        inflateReset(stream)
    }

    /// Inflates from `input` into `output` as far as either goes.
    func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) throws -> Step {
        let room = UInt32(clamping: output.count)
        let available = UInt32(clamping: input.count)
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = available
        stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = room
        let status = CZlib.inflate(stream, Z_NO_FLUSH)
        let step = Step(
            consumed: Int(available - stream.pointee.avail_in), produced: Int(room - stream.pointee.avail_out),
            endOfMember: status == Z_STREAM_END)
        switch status {
        case Z_OK, Z_STREAM_END, Z_BUF_ERROR: return step
        case Z_MEM_ERROR: throw GzipError(name: name, reason: .noMemory)
        default:
            let detail = stream.pointee.msg.map { String(cString: $0) } ?? "error \(status)"
            throw GzipError(name: name, reason: .corrupt(detail))
        }
    }
}
