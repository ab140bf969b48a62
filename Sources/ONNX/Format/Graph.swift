import Protobuf
import TensorStreams

/// A computation, its nodes in an order in which they can be run: the message `GraphProto`.
package struct Graph {
    package let name: String
    package internal(set) var nodes: [Node] = []
    package internal(set) var initialisers: [Initialiser] = []
    package internal(set) var inputs: [ValueInfo] = []
    package internal(set) var outputs: [ValueInfo] = []

    package init(_ name: String) { self.name = name }

    /// Everything but the initialisers.
    private var frame: ProtobufMessage {
        var message = ProtobufMessage()
        for node in nodes { message.add(1, node.message) }
        message.add(2, name)
        for input in inputs { message.add(11, input.message) }
        for output in outputs { message.add(12, output.message) }
        return message
    }

    /// Writes it as the last field of a message, tensor by tensor: of the weights one is in memory once more at a time.
    func write(field: UInt64, behind start: ProtobufMessage, to output: ByteWriter) throws {
        let frame = frame.bytes
        let heads = initialisers.map { tensor in
            var head = ProtobufMessage()
            head.add(5, lengthBefore: tensor.head.bytes.count + tensor.content.byteCount)
            return head.bytes + tensor.head.bytes
        }
        let data = zip(heads, initialisers).reduce(0) { $0 + $1.0.count + $1.1.content.byteCount }
        var start = start
        start.add(field, lengthBefore: frame.count + data)
        try output.write(start.bytes + frame)
        for (head, tensor) in zip(heads, initialisers) {
            try output.write(head)
            try output.write(tensor.content.bytes)
        }
    }
}
