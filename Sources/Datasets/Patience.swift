/// How long to be patient with a server, in seconds.
public struct Patience: Sendable {
    /// Until the connection stands (name, TCP, TLS).
    public var connecting = 3.9
    /// Until the first word of an answer, from the beginning.
    public var answering = 3.9
    /// With fewer than a thousand bytes a second.
    public var stalling = 10
    /// Attempts in a row that bring nothing.
    public var attempts = 4
    /// Before the second attempt; doubled each time.
    public var firstPause = 0.5
    /// The longest pause, and the longest that a server may ask for.
    public var longestPause = 20.0

    public init() {}

    /// What is left for the next server when others have kept us waiting in vain: then it is likely our network, and
    /// a server that can be reached answers within a second.
    func afterWaiting(_ seconds: Double) -> Patience {
        var rest = self
        rest.connecting = max(min(1, connecting), connecting - seconds)
        rest.answering = max(min(1, answering), answering - seconds)
        return rest
    }
}
