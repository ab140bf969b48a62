import ONNX
import Protobuf

/// An ONNX file of a few nodes.
struct GraphFile {
    var nodes: [Node]
    var tensors: [Initialiser] = []
    var input = ValueInfo("x", .float, [4], note: "")
    var outputs = ["y"]
    var opset = 17

    static func node(
        _ operation: String, _ inputs: [String], _ output: String, _ attributes: [(String, Attribute)] = []
    ) -> Node {
        Node(
            operation: operation, inputs: inputs, outputs: [output],
            attributes: attributes.map { (name: $0.0, value: $0.1) })
    }

    static func tensor(_ name: String, _ shape: [Int], _ floats: [Float]? = nil) -> Initialiser {
        let count = shape.reduce(1, *)
        return Initialiser(
            name: name, shape: shape, content: .floats(floats ?? (0..<count).map { Float($0 % 5) / 4 - 0.5 }))
    }

    static func integers(_ name: String, _ values: [Int]) -> Initialiser {
        Initialiser(name: name, shape: [values.count], content: .integers(values))
    }

    /// From four values to as many means as log variances, of two latents, by a layer of three.
    static var encoder: GraphFile {
        GraphFile(
            nodes: [
                node("Gemm", ["x", "w", "b"], "h"), node("Relu", ["h"], "r"), node("Gemm", ["r", "m"], "mean"),
                node("Gemm", ["r", "v"], "logvar"),
            ], tensors: [tensor("w", [4, 3]), tensor("b", [3]), tensor("m", [3, 2]), tensor("v", [3, 2])],
            outputs: ["mean", "logvar"])
    }

    /// Back again, in one layer.
    static var decoder: GraphFile {
        GraphFile(
            nodes: [node("Gemm", ["x", "w", "b"], "h"), node("Sigmoid", ["h"], "y")],
            tensors: [tensor("w", [2, 4]), tensor("b", [4])], input: ValueInfo("x", .float, [2], note: ""))
    }

    var graph: ProtobufMessage {
        var graph = ProtobufMessage()
        for node in nodes { graph.add(1, node.message) }
        for tensor in tensors { graph.add(5, tensor.head.bytes + tensor.content.bytes) }
        graph.add(11, input.message)
        for output in outputs { graph.add(12, ValueInfo(output, .float, [], note: "").message) }
        return graph
    }

    func bytes(_ graph: ProtobufMessage? = nil) -> [UInt8] {
        var (model, operators) = (ProtobufMessage(), ProtobufMessage())
        model.add(1, 8)
        operators.add(2, opset)
        model.add(8, operators)
        model.add(7, graph ?? self.graph)
        return model.bytes
    }

    func stored(_ name: String = "f") throws -> StoredModel { try StoredModel(bytes(), file: name) }
}
