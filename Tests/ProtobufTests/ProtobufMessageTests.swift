import Protobuf
import Testing

/// The bytes are those of the protobuf encoding guide's own examples, or follow from them.
@Suite struct ProtobufMessageTests {
    private func bytes(_ build: (inout ProtobufMessage) -> Void) -> [UInt8] {
        var message = ProtobufMessage()
        build(&message)
        return message.bytes
    }

    @Test func varints() {
        #expect(bytes { $0.add(1, 0) } == [0x08, 0])
        #expect(bytes { $0.add(1, 127) } == [0x08, 0x7F])
        #expect(bytes { $0.add(1, 128) } == [0x08, 0x80, 0x01])
        #expect(bytes { $0.add(1, 150) } == [0x08, 0x96, 0x01])
        #expect(bytes { $0.add(1, Int.max) } == [0x08] + [UInt8](repeating: 0xFF, count: 8) + [0x7F])
        #expect(bytes { $0.add(1, -2) } == [0x08, 0xFE] + [UInt8](repeating: 0xFF, count: 8) + [0x01])
    }

    @Test func fixedWidths() {
        #expect(bytes { $0.add(1, 1.0) } == [0x09, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F])
        #expect(bytes { $0.add(2, Float(-2)) } == [0x15, 0, 0, 0, 0xC0])
    }

    @Test func lengthsBeforeContent() {
        #expect(bytes { $0.add(2, "testing") } == [0x12, 7] + Array("testing".utf8))
        var inner = ProtobufMessage()
        inner.add(1, 150)
        #expect(bytes { $0.add(3, inner) } == [0x1A, 3, 0x08, 0x96, 0x01])
        let long = bytes { $0.add(4, [UInt8](repeating: 7, count: 300)) }
        #expect(long.starts(with: [0x22, 0xAC, 0x02, 7]) && long.count == 303)
    }

    @Test func fieldNumbersOfMoreThanFourBits() {
        #expect(bytes { $0.add(16, 1) } == [0x80, 0x01, 1])
    }
}
