import Charts
import CommandSupport
import Glibc

/// What the command line of plot asks for, checked before anything is read.
struct PlotRequest {
    let kind: Plot.Kind
    let input: String
    let format: Plot.Format
    let size: (width: Int, height: Int)
    private let logarithmic: Plot.LogarithmicAxes?

    init(_ arguments: Arguments) throws {
        var operands = arguments.operands[...]
        if operands.count > 1 || operands.first.flatMap(Plot.Kind.init) != nil {
            kind = try arguments.choice(operand: 0, of: Plot.Kind.self)
            operands.removeFirst()
        } else {
            kind = .scatter
        }
        input = operands.first ?? "-"
        format = try PlotRequest.format(arguments)
        size = try PlotRequest.size(arguments[Plot.size], isText: format == .text)
        logarithmic = arguments[Plot.log]
        try refuseMisplaced(arguments)
    }

    func isLogarithmic(_ axis: Plot.LogarithmicAxes) -> Bool { logarithmic == axis || logarithmic == .xy }

    private func refuseMisplaced(_ arguments: Arguments) throws {
        if kind == .hist, arguments.isGiven(Plot.y) {
            throw UsageError("-y means nothing to hist, which counts the values of -x")
        }
        if kind != .hist, let columns = arguments[Plot.x], columns.count > 1 {
            throw UsageError("-x takes one column for \(kind.rawValue)")
        }
        if kind == .scatter, let columns = arguments[Plot.y], columns.count > 1 {
            throw UsageError("-y takes one column for scatter")
        }
        if kind != .hist, arguments.isGiven(Plot.bins) { throw UsageError("--bins is for hist") }
        if kind != .line, arguments.isGiven(Plot.smooth) { throw UsageError("--smooth is for line") }
        if kind != .scatter, arguments.isGiven(Plot.pointSize) { throw UsageError("--point-size is for scatter") }
        if kind != .scatter, arguments.isGiven(Plot.opacity) { throw UsageError("--opacity is for scatter") }
        if format != .png, arguments.isGiven(Plot.scale) { throw UsageError("--scale is for PNG") }
    }

    /// The format asked for, else the one the output's name says, else text for a terminal and PNG for the rest.
    private static func format(_ arguments: Arguments) throws -> Plot.Format {
        if let format = arguments[Plot.format] { return format }
        guard let path = arguments[Plot.output], path != "-", !path.hasPrefix("/dev/") else {
            return isatty(STDOUT_FILENO) == 1 ? .text : .png
        }
        if path.lowercased().hasSuffix(".txt") { return .text }
        guard let format = ChartFormat(path: path).flatMap({ Plot.Format(rawValue: $0.rawValue) }) else {
            throw UsageError("-o '\(path)': expected a name in .png, .svg, .pdf or .txt, or --format")
        }
        return format
    }

    private static func size(_ text: String?, isText: Bool) throws -> (Int, Int) {
        guard let text else { return isText ? terminalSize() : (800, 600) }
        let numbers = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        let allowed = isText ? 20...1000 : 100...20_000
        guard numbers.count == 2, let width = numbers[0], let height = numbers[1],
            allowed.contains(width), (isText ? 8...1000 : allowed).contains(height)
        else {
            let units = isText ? "characters, at least 20x8" : "pixels, from 100x100 to 20000x20000"
            throw UsageError("--size '\(text)': expected WIDTHxHEIGHT in \(units)")
        }
        return (width, height)
    }

    /// Most of the terminal, leaving room for the prompt; 80×24 where there is none.
    private static func terminalSize() -> (Int, Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20, size.ws_row >= 10 else {
            return (80, 24)
        }
        return (min(160, Int(size.ws_col)), min(48, Int(size.ws_row) - 1))
    }

    /// Whether text may carry colours: only on a terminal that has them, and where the user does not object.
    static func isColored(path: String) -> Bool {
        path == "-" && isatty(STDOUT_FILENO) == 1 && Environment.value("NO_COLOR") == nil
            && (Environment.value("TERM") ?? "dumb") != "dumb"
    }
}
