import Protobuf
import TensorStreams

/// Writes a TFRecord file: records of any bytes, one after another.
///
/// A record is its length as 64 bits, a masked CRC-32C of these, the data, and a masked CRC-32C of the data, all
/// little-endian (tensorflow/core/lib/io/record_writer.h).
package struct TFRecordWriter {
    private let output: ByteWriter

    package init(_ output: ByteWriter) { self.output = output }

    /// Hands a whole record to the system, so that whoever reads the file as it grows never waits for half of one.
    package func write(_ data: [UInt8]) throws {
        try output.write(Self.frame(data))
        try output.flush()
    }

    package func finish() throws { try output.finish() }

    package static func frame(_ data: [UInt8]) -> [UInt8] {
        let length = littleEndian(UInt64(data.count))
        return length + littleEndian(CRC32C.masked(length)) + data + littleEndian(CRC32C.masked(data))
    }
}
