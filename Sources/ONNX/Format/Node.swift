import Protobuf

/// An operator with what it takes and what it puts out: the message `NodeProto` of onnx.proto.
package struct Node {
    package let operation: String
    package let inputs: [String]
    package let outputs: [String]
    package let attributes: [(name: String, value: Attribute)]

    package init(
        operation: String, inputs: [String], outputs: [String], attributes: [(name: String, value: Attribute)]
    ) {
        (self.operation, self.inputs, self.outputs, self.attributes) = (operation, inputs, outputs, attributes)
    }

    /// The first output, whose name is the node's too.
    package var name: String { outputs[0] }

    package var message: ProtobufMessage {
        var message = ProtobufMessage()
        for input in inputs { message.add(1, input) }
        for output in outputs { message.add(2, output) }
        message.add(3, name)
        message.add(4, operation)
        for (name, value) in attributes { message.add(5, value.message(named: name)) }
        return message
    }
}

/// The value of an operator's attribute: the message `AttributeProto`.
package enum Attribute {
    case integer(Int)
    case float(Float)
    case text(String)
    case integers([Int])

    func message(named name: String) -> ProtobufMessage {
        var message = ProtobufMessage()
        message.add(1, name)
        switch self {
        case .float(let value):
            message.add(2, value)
            message.add(20, 1)
        case .integer(let value):
            message.add(3, value)
            message.add(20, 2)
        case .text(let value):
            message.add(4, value)
            message.add(20, 3)
        case .integers(let values):
            for value in values { message.add(8, value) }
            message.add(20, 7)
        }
        return message
    }
}
