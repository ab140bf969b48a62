import ONNX
import Protobuf
import TensorStreams
import TestSupport
import Testing
import VAEKit

@Suite struct ONNXModelTests {
    private func model(opset: Int) throws -> [ProtobufFields.Field] {
        let description = ModelDescription(
            imageShape: [3], encoder: try LayerLanguage.parse("dense 2"), decoder: try LayerLanguage.parse("dense 3"))
        let folder = try TemporaryFolder()
        let path = folder.path + "/m.onnx"
        let output = try ByteWriter.create(path)
        try ONNXModel(.decoder(of: Autoencoder(description), level: 0), opset: opset).write(to: output, version: "7")
        try output.finish()
        return Array(ProtobufFields(try #require(File.bytes(path))[...]))
    }

    /// Fields 1, 2, 3, 8 and 7 of `ModelProto`, and in the graph nodes, name, inputs, outputs and all weights, to the last byte.
    @Test func fileHoldsTheGraph() throws {
        let fields = try model(opset: 17)
        #expect(fields.map(\.number) == [1, 2, 3, 8, 7])
        #expect(fields[0].value == .varint(8))
        #expect(fields[1].value == .bytes(Array("vaeutils".utf8)[...]))
        #expect(fields[3].value == .bytes([0x0A, 0, 0x10, 17]))
        guard case .bytes(let graph) = fields[4].value else { throw TestProblem("the graph is no message") }
        #expect(Array(ProtobufFields(graph)).map(\.number) == [1, 1, 2, 11, 12, 5, 5])
    }

    /// `onnx.helper.VERSION_TABLE` of onnx 1.23.2.
    @Test(arguments: zip(ONNXModel.opsets, [7, 8, 8, 8, 8, 9, 9, 10, 10, 11, 12, 13, 13, 13, 14]))
    func formatIsAsOldAsTheOperators(opset: Int, version: UInt64) throws {
        #expect(try model(opset: opset)[0].value == .varint(version))
    }
}
