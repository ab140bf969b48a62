/// An entry of an event file: the message `Event` of tensorboard/compat/proto/event.proto.
public struct Event {
    public enum Content {
        /// What the first event of a file says of its format.
        case fileVersion(String)
        case summary([Summary])
    }

    /// Seconds since the beginning of 1970, UTC.
    public var wallTime: Double
    public var step: Int
    public var content: Content

    public init(wallTime: Double, step: Int, _ content: Content) {
        self.wallTime = wallTime
        self.step = step
        self.content = content
    }

    var message: ProtobufMessage {
        var message = ProtobufMessage()
        message.add(1, wallTime)
        message.add(2, step)
        switch content {
        case .fileVersion(let version): message.add(3, version)
        case .summary(let values):
            var summary = ProtobufMessage()
            for value in values { summary.add(1, value.message) }
            message.add(5, summary)
        }
        return message
    }
}
