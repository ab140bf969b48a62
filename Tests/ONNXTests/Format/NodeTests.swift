import ONNX
import Testing

/// The bytes are those of onnx 1.23.2 in Python: `make_node(…).SerializeToString()`.
@Suite struct NodeTests {
    @Test func aNodeWithAnAttribute() {
        let node = Node(
            operation: "Flatten", inputs: ["a"], outputs: ["b"], attributes: [(name: "axis", value: .integer(1))])
        let attribute: [UInt8] = [0x0A, 4] + "axis".utf8 + [0x18, 1, 0xA0, 1, 2]
        #expect(
            node.message.bytes
                == [0x0A, 1, 0x61, 0x12, 1, 0x62, 0x1A, 1, 0x62, 0x22, 7] + "Flatten".utf8 + [0x2A, 0x0B] + attribute)
    }

    @Test func everyKindOfAttribute() {
        let node = Node(
            operation: "X", inputs: ["a", "b"], outputs: ["y"],
            attributes: [("f", .float(0.5)), ("p", .integers([1, 2])), ("s", .text("m"))])
        #expect(
            node.message.bytes.dropFirst(15) == [
                0x2A, 0x0B, 0x0A, 1, 0x66, 0x15, 0, 0, 0, 0x3F, 0xA0, 1, 1, 0x2A, 0x0A, 0x0A, 1, 0x70, 0x40, 1, 0x40, 2,
                0xA0, 1, 7, 0x2A, 9, 0x0A, 1, 0x73, 0x22, 1, 0x6D, 0xA0, 1, 3,
            ])
    }
}
