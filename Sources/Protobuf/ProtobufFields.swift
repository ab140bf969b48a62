/// The fields of a protocol buffer message, one after another.
package struct ProtobufFields: Sequence, IteratorProtocol {
    package struct Field: Equatable {
        package let number: UInt64
        package let value: Value
    }

    package enum Value: Equatable {
        case varint(UInt64)
        /// Of a fixed width, or of a length.
        case bytes(ArraySlice<UInt8>)
    }

    private var rest: ArraySlice<UInt8>

    package init(_ message: ArraySlice<UInt8>) { rest = message }

    /// Whether everything has been read: behind the last field there may be what is none.
    package var isAtEnd: Bool { rest.isEmpty }

    /// Numbers that stand side by side in a field of their own, "packed"; nil where they do not end with it.
    package static func packedNumbers(_ content: ArraySlice<UInt8>) -> [UInt64]? {
        var fields = ProtobufFields(content)
        var numbers: [UInt64] = []
        while !fields.isAtEnd {
            guard let number = fields.varint() else { return nil }
            numbers.append(number)
        }
        return numbers
    }

    /// The next field; nil at the end, and where what is left is no field.
    package mutating func next() -> Field? {
        guard let key = varint(), let type = ProtobufMessage.WireType(rawValue: key & 7) else { return nil }
        let value: Value? =
            switch type {
            case .varint: varint().map { .varint($0) }
            case .eightBytes: take(8).map { .bytes($0) }
            case .fourBytes: take(4).map { .bytes($0) }
            case .lengthThenBytes: varint().flatMap { Int(exactly: $0) }.flatMap { take($0) }.map { .bytes($0) }
            }
        return value.map { Field(number: key >> 3, value: $0) }
    }

    private mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            value |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
