/// A protocol buffer message in the making, field by field, in the wire format
/// (https://protobuf.dev/programming-guides/encoding).
package struct ProtobufMessage {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// A message that was made elsewhere.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// How the value of a field is laid out.
    enum WireType: UInt64 {
        case varint = 0
        case eightBytes = 1
        case lengthThenBytes = 2
        case fourBytes = 5
    }

    /// A field of type int32 or int64; negative numbers take ten bytes.
    package mutating func add(_ field: UInt64, _ value: Int) {
        begin(field, .varint)
        append(varint: UInt64(bitPattern: Int64(value)))
    }

    package mutating func add(_ field: UInt64, _ value: Double) {
        begin(field, .eightBytes)
        bytes += littleEndian(value.bitPattern)
    }

    package mutating func add(_ field: UInt64, _ value: Float) {
        begin(field, .fourBytes)
        bytes += littleEndian(value.bitPattern)
    }

    package mutating func add(_ field: UInt64, _ text: String) { add(field, Array(text.utf8)) }

    package mutating func add(_ field: UInt64, _ message: ProtobufMessage) { add(field, message.bytes) }

    package mutating func add(_ field: UInt64, _ content: [UInt8]) {
        add(field, lengthBefore: content.count)
        bytes += content
    }

    /// What stands before content of so many bytes, which is written behind the message.
    package mutating func add(_ field: UInt64, lengthBefore count: Int) {
        begin(field, .lengthThenBytes)
        append(varint: UInt64(count))
    }

    private mutating func begin(_ field: UInt64, _ type: WireType) { append(varint: field << 3 | type.rawValue) }

    /// Seven bits a byte, the lowest first; the high bit says that more follow.
    private mutating func append(varint: UInt64) {
        var rest = varint
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

/// The bytes of a number, the lowest first.
package func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
}
