import TensorStreams

/// A bar with rate and time left on standard error, for work of more than a moment.
///
/// It shows itself only when standard error is a terminal that can move its cursor, and `quiet` is false; else every call
/// costs next to nothing and writes nothing. It wipes itself when it goes away unfinished, so that an error has the line
/// to itself.
public final class Progress {
    private let label: String
    private let total: Int?
    private let unit: String
    private let start: Int
    private let started = Clock.now
    private let screen: TerminalLine?
    private var done: Int
    private var nextDrawing: Double

    /// Begins counting at `start`, the time running from now.
    ///
    /// - Parameters:
    ///   - label: what is going on, a word or two.
    ///   - total: how much there is to do; nil when nobody knows, and no bar is drawn.
    ///   - unit: what is counted, in the plural; `bytes` are shown in kB, MB, GB.
    ///   - quiet: the command's `-q`.
    public init(_ label: String, total: Int?, unit: String, startingAt start: Int = 0, quiet: Bool) {
        self.label = label
        self.total = total
        self.unit = unit
        self.start = start
        done = start
        screen = quiet ? nil : TerminalLine.ofStandardError()
        nextDrawing = started + 0.25
    }

    deinit { screen?.wipe() }

    /// Says that so many units are done in all; `note` is shown behind (the loss, a file name), and `label` in front where
    /// what is going on changes.
    public func advance(
        to count: Int, label: @autoclosure () -> String? = nil, note: @autoclosure () -> String = ""
    ) {
        done = count
        guard let screen else { return }
        let now = Clock.now
        if now < nextDrawing { return }
        nextDrawing = now + 0.1
        screen.draw(head: label() ?? self.label, fraction: fraction, tail: text(seconds: now - started, note: note()))
    }

    /// Whether there is a terminal to draw on. Where there is none, a command may say in lines how far it has come.
    public var isDrawn: Bool { screen != nil }

    /// Takes the bar away; what is worth keeping is the command's to say.
    public func finish() { screen?.wipe() }

    private var fraction: Double? {
        total.map { $0 <= 0 ? 1 : min(1, Double(done) / Double($0)) }
    }

    private func text(seconds: Double, note: String) -> String {
        let rate = seconds > 0 ? Double(done - start) / seconds : 0
        var parts: [String] = []
        if let fraction { parts.append("\(Int(fraction * 100))%") } else { parts.append(Quantity.text(done, unit)) }
        parts.append(Quantity.text(Int(rate), unit) + "/s")
        if let total, rate > 0 { parts.append(Quantity.duration(Double(max(0, total - done)) / rate) + " left") }
        if !note.isEmpty { parts.append(note) }
        return parts.joined(separator: "  ")
    }
}
