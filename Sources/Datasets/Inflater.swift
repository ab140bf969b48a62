import CZlib
import TensorStreams

/// Inflates bare deflate data, as members of zip archives are (RFC 1951).
final class Inflater {
    private let name: String
    private let stream: UnsafeMutablePointer<z_stream>
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)

    init(name: String) throws {
        self.name = name
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // A negative number of window bits: no zlib or gzip frame.
        let status = inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        if status != Z_OK { throw FetchError.unexpectedContent(file: name, problem: "no memory to unpack it") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        buffer.deallocate()
    }

    /// Inflates some input and hands out what comes of it; false when the data has ended.
    func inflate(_ input: UnsafeRawBufferPointer, to output: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(clamping: input.count)
        while true {
            stream.pointee.next_out = buffer.bindMemory(to: UInt8.self).baseAddress
            stream.pointee.avail_out = UInt32(clamping: buffer.count)
            let status = CZlib.inflate(stream, Z_NO_FLUSH)
            let produced = buffer.count - Int(stream.pointee.avail_out)
            if produced > 0 { try output(UnsafeRawBufferPointer(rebasing: buffer[..<produced])) }
            switch status {
            case Z_STREAM_END: return false
            case Z_BUF_ERROR: return true
            case Z_OK: if stream.pointee.avail_in == 0, stream.pointee.avail_out > 0 { return true }
            default: throw FetchError.unexpectedContent(file: name, problem: "its packed data is corrupt")
            }
        }
    }
}
