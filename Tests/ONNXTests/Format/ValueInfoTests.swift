import ONNX
import Testing

/// The bytes are those of onnx 1.23.2 in Python: `make_tensor_value_info("x", UINT8, ["batch", 3], "n").SerializeToString()`.
@Suite struct ValueInfoTests {
    @Test func batchesAreOpen() {
        #expect(
            ValueInfo("x", .u8, [3], note: "n").message.bytes
                == [0x0A, 1, 0x78, 0x12, 0x13, 0x0A, 0x11, 8, 2, 0x12, 0x0D, 0x0A, 7, 0x12, 5] + "batch".utf8
                + [0x0A, 2, 8, 3, 0x1A, 1, 0x6E])
    }
}
