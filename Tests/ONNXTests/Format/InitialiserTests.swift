import ONNX
import Testing

/// The bytes are those of onnx 1.23.2 in Python: `numpy_helper.from_array(…).SerializeToString()`.
@Suite struct InitialiserTests {
    private func bytes(_ tensor: Initialiser) -> [UInt8] { tensor.head.bytes + tensor.content.bytes }

    @Test func floats() {
        #expect(
            bytes(Initialiser(name: "w", shape: [1, 2], content: .floats([1, 2.5]))) == [
                8, 1, 8, 2, 0x10, 1, 0x42, 1, 0x77, 0x4A, 8, 0, 0, 0x80, 0x3F, 0, 0, 0x20, 0x40,
            ])
    }

    @Test func integers() {
        #expect(
            bytes(Initialiser(name: "i", shape: [2], content: .integers([-1, 3])))
                == [8, 2, 0x10, 7, 0x42, 1, 0x69, 0x4A, 0x10] + [UInt8](repeating: 0xFF, count: 8)
                + [3, 0, 0, 0, 0, 0, 0, 0])
    }
}
