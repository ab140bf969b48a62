import Protobuf

/// A tensor that is part of the model: the message `TensorProto`.
package struct Initialiser: Equatable {
    package let name: String
    package let shape: [Int]
    package let content: Content

    package init(name: String, shape: [Int], content: Content) {
        (self.name, self.shape, self.content) = (name, shape, content)
    }

    package enum Content: Equatable {
        case floats([Float])
        case integers([Int])

        var type: DataType {
            switch self {
            case .floats: .float
            case .integers: .i64
            }
        }

        var byteCount: Int {
            switch self {
            case .floats(let values): 4 * values.count
            case .integers(let values): 8 * values.count
            }
        }

        /// The numbers as they lie in memory, the lowest byte first.
        package var bytes: [UInt8] {
            switch self {
            case .floats(let values): values.withUnsafeBytes { [UInt8]($0) }
            case .integers(let values): values.withUnsafeBytes { [UInt8]($0) }
            }
        }
    }

    /// Everything but the numbers, which come behind it.
    package var head: ProtobufMessage {
        var message = ProtobufMessage()
        for size in shape { message.add(1, size) }
        message.add(2, content.type.rawValue)
        message.add(8, name)
        message.add(9, lengthBefore: content.byteCount)
        return message
    }
}
