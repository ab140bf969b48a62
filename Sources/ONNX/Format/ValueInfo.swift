import Protobuf

/// The type of a tensor's elements, by its number in `TensorProto.DataType`.
package enum DataType: Int {
    case float = 1
    case u8 = 2
    case i64 = 7
}

/// What goes into a graph or comes out of it, with any number of items in a batch: the message `ValueInfoProto`.
package struct ValueInfo: Equatable {
    package let name: String
    package let type: DataType
    /// Of one item.
    package let shape: [Int]
    /// What it is, for readers of the file.
    package let note: String

    package init(_ name: String, _ type: DataType, _ shape: [Int], note: String) {
        (self.name, self.type, self.shape, self.note) = (name, type, shape, note)
    }

    /// What the dimension of the items is called.
    static let batch = "batch"

    package var message: ProtobufMessage {
        var (sizes, tensor, type, message) =
            (ProtobufMessage(), ProtobufMessage(), ProtobufMessage(), ProtobufMessage())
        var batch = ProtobufMessage()
        batch.add(2, Self.batch)
        sizes.add(1, batch)
        for size in shape {
            var dimension = ProtobufMessage()
            dimension.add(1, size)
            sizes.add(1, dimension)
        }
        tensor.add(1, self.type.rawValue)
        tensor.add(2, sizes)
        type.add(1, tensor)
        message.add(1, name)
        message.add(2, type)
        message.add(3, note)
        return message
    }
}
