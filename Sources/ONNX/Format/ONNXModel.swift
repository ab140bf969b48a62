import Protobuf
import TensorStreams

/// A model in the Open Neural Network Exchange format, as onnx.proto of https://github.com/onnx/onnx lays it out: the message
/// `ModelProto`.
package struct ONNXModel {
    package let graph: Graph
    /// The version of the operators.
    package let opset: Int

    /// Those in which the operators used here mean the same: before 14 batch normalisation has no training mode, and the
    /// reference evaluator of onnx takes it for that.
    package static let opsets = 14...28
    package static let usualOpset = 17

    package init(_ graph: Graph, opset: Int) { (self.graph, self.opset) = (graph, opset) }

    /// The oldest version of the format that came with the operators, by docs/Versioning.md of ONNX.
    package var formatVersion: Int {
        switch opset {
        case ...14: 7
        case ...18: 8
        case ...20: 9
        case ...22: 10
        case 23: 11
        case 24: 12
        case ...27: 13
        default: 14
        }
    }

    /// Writes the file.
    ///
    /// - Parameter version: of the program that makes it.
    package func write(to output: ByteWriter, version: String) throws {
        var (message, operators) = (ProtobufMessage(), ProtobufMessage())
        message.add(1, formatVersion)
        message.add(2, "vaeutils")
        message.add(3, version)
        operators.add(1, "")
        operators.add(2, opset)
        message.add(8, operators)
        try graph.write(field: 7, behind: message, to: output)
    }
}
