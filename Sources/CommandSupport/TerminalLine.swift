import Glibc

/// The last line of a terminal, drawn over and over.
final class TerminalLine {
    private let isColoured: Bool
    private let isUnicode: Bool
    private var isDrawn = false

    private init(isColoured: Bool, isUnicode: Bool) {
        self.isColoured = isColoured
        self.isUnicode = isUnicode
    }

    /// Standard error's line; nil when that is no terminal, or one that cannot move its cursor.
    static func ofStandardError() -> TerminalLine? {
        guard isatty(2) == 1, let kind = Environment.value("TERM"), kind != "dumb" else { return nil }
        let locale = Environment.value("LC_ALL") ?? Environment.value("LC_CTYPE") ?? Environment.value("LANG") ?? ""
        let isUnicode = locale.uppercased().hasSuffix("UTF-8") || locale.uppercased().hasSuffix("UTF8")
        return TerminalLine(isColoured: Environment.value("NO_COLOR") == nil, isUnicode: isUnicode)
    }

    /// Shows the head, a bar filled to the fraction when there is one, and the tail, cut to the terminal's width.
    func draw(head: String, fraction: Double?, tail: String) {
        let width = columns
        let lead = String((head + "  ").prefix(width))
        let rest = tail.prefix(width - lead.count)
        let cells = min(30, width - lead.count - rest.count - 2)
        let middle = fraction.map { cells < 5 ? "" : bar(cells, $0) + "  " } ?? ""
        _ = writeAll(2, "\r" + lead + middle + rest + "\u{1B}[K")
        isDrawn = true
    }

    /// Leaves the line empty, the cursor at its start.
    func wipe() {
        if isDrawn { _ = writeAll(2, "\r\u{1B}[K") }
        isDrawn = false
    }

    private func bar(_ cells: Int, _ fraction: Double) -> String {
        let full = Int((fraction * Double(cells)).rounded(.down))
        let filled = String(repeating: isUnicode ? "━" : "#", count: full)
        let empty = String(repeating: isUnicode ? "─" : "-", count: cells - full)
        return isColoured ? "\u{1B}[36m\(filled)\u{1B}[2m\(empty)\u{1B}[0m" : filled + empty
    }

    /// The columns that may be filled without the cursor wrapping round.
    private var columns: Int {
        var size = winsize()
        guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 else { return 79 }
        return Int(size.ws_col) - 1
    }
}
