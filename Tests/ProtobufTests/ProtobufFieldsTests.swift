import Protobuf
import Testing

@Suite struct ProtobufFieldsTests {
    @Test func fieldsComeBack() {
        var message = ProtobufMessage()
        message.add(1, 2.0)
        message.add(2, -1)
        message.add(3, Float(1))
        message.add(500, "ab")
        let fields = Array(ProtobufFields(message.bytes[...]))
        #expect(fields.map(\.number) == [1, 2, 3, 500])
        #expect(fields[0].value == .bytes([0, 0, 0, 0, 0, 0, 0, 0x40]))
        #expect(fields[1].value == .varint(.max))
        #expect(fields[2].value == .bytes([0, 0, 0x80, 0x3F]))
        #expect(fields[3].value == .bytes([0x61, 0x62]))
    }

    /// A message ends where something is no field: a value that is cut, a kind that is not known, a varint without an end.
    @Test(
        arguments: [
            [0x08], [0x09, 0, 0], [0x0A, 3, 1], [0x0B, 1], [0x08] + [UInt8](repeating: 0x80, count: 11),
            [0x0A] + [UInt8](repeating: 0xFF, count: 9) + [1],
        ] as [[UInt8]])
    func whatIsNoFieldIsTheEnd(bytes: [UInt8]) {
        #expect(Array(ProtobufFields(([0x10, 7] + bytes)[...])).map(\.number) == [2])
    }
}
