import Protobuf

/// An entry of an event file: the message `Event` of tensorboard/compat/proto/event.proto.
public struct Event {
    public enum Content {
        /// What the first event of a file says of its format.
        case fileVersion(String)
        case summary([Summary])
        /// A summary of one value as another event had it: the message `Summary.Value`.
        case copy([UInt8])
        /// From here on the run is written anew: `SessionLog.START`.
        case sessionStart
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

    /// The value of `SessionLog.SessionStatus` at the start of a session.
    static let start = 1

    var message: ProtobufMessage {
        var message = ProtobufMessage()
        message.add(1, wallTime)
        message.add(2, step)
        switch content {
        case .fileVersion(let version): message.add(3, version)
        case .summary(let values): message.add(5, Self.summary(values.map(\.message)))
        case .copy(let value): message.add(5, Self.summary([ProtobufMessage(value)]))
        case .sessionStart:
            var session = ProtobufMessage()
            session.add(1, Self.start)
            message.add(7, session)
        }
        return message
    }

    private static func summary(_ values: [ProtobufMessage]) -> ProtobufMessage {
        var summary = ProtobufMessage()
        for value in values { summary.add(1, value) }
        return summary
    }
}
