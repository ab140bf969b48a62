import Protobuf

/// A value under its tag: the message `Summary.Value` of tensorboard/compat/proto/summary.proto.
///
/// Of the two forms that TensorBoard reads, this is the one that every other reader of event files knows too
/// (`EventAccumulator.Scalars`, pandas converters) and that PyTorch's `SummaryWriter` writes: `simple_value` and `image`.
/// TensorBoard itself turns them into tensors with the metadata of its plugins `scalars` and `images` as it loads them
/// (tensorboard/data_compat.py).
public struct Summary {
    public enum Content {
        case scalar(Float)
        case image(EncodedPNG)
    }

    /// TensorBoard puts together what bears the same words before the first slash.
    public let tag: String
    public let content: Content

    public init(tag: String, _ content: Content) {
        self.tag = tag
        self.content = content
    }

    var message: ProtobufMessage {
        var message = ProtobufMessage()
        message.add(1, tag)
        switch content {
        case .scalar(let value): message.add(2, value)
        case .image(let picture): message.add(4, picture.message)
        }
        return message
    }
}
