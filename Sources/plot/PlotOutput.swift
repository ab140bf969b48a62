import Charts
import CommandSupport
import Glibc
import TensorStreams

/// Where the picture goes.
struct PlotOutput {
    private let path: String
    private let format: PlotOptions.Format
    private let size: PlotSize?
    private let scale: Double

    init(_ request: PlotRequest, _ arguments: Arguments) {
        path = arguments[PlotOptions.output] ?? "-"
        format = request.format
        size = request.size
        scale = arguments[PlotOptions.scale]
    }

    func write(_ figure: Figure) throws {
        let bytes = try bytes(figure)
        let file = try ByteWriter.create(path)
        try file.write(bytes)
        try file.finish()
    }

    private func bytes(_ figure: Figure) throws -> [UInt8] {
        if let format = ChartFormat(rawValue: format.rawValue) {
            let usual = figure.defaultSize
            let (width, height) = (size?.width ?? Double(usual.width), size?.height ?? Double(usual.height))
            return try FigurePainter.draw(figure, as: format, width: width, height: height, scale: scale, name: path)
        }
        let size =
            size.map { (width: Int($0.width), height: Int($0.height)) }
            ?? PlotOutput.terminalSize(panels: figure.panels.count)
        let text = try TextFigure(figure, columns: size.width, rows: size.height, isColored: isColored).text
        return Array(text.utf8)
    }

    /// Most of the terminal for a chart, leaving room for the prompt, and for panels two thirds of it each; 80×24 where
    /// there is none.
    private static func terminalSize(panels: Int) -> (width: Int, height: Int) {
        var size = winsize()
        let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col >= 20 && size.ws_row >= 10
        let (columns, rows) = isKnown ? (min(160, Int(size.ws_col)), min(48, Int(size.ws_row) - 1)) : (80, 24)
        return (columns, panels == 1 ? rows : rows * 2 / 3 * panels)
    }

    /// Whether text may carry colours: only on a terminal that has them, and where the user does not object.
    private var isColored: Bool {
        path == "-" && isatty(STDOUT_FILENO) == 1 && Environment.value("NO_COLOR") == nil
            && (Environment.value("TERM") ?? "dumb") != "dumb"
    }
}
