import Charts
import CommandSupport

/// What plot may be told.
enum PlotOptions {
    enum Kind: String, CaseIterable {
        case scatter, line, hist
    }

    enum Format: String, CaseIterable {
        case png, svg, pdf, text
    }

    enum LogarithmicAxes: String, CaseIterable {
        case x, y, xy
    }

    static let x = Option.texts(
        "x", short: "x", value: "COLUMN", defaultText: "first numeric column; line: epoch or step",
        help: "column across; hist: columns to count, separated by commas")
    static let y = Option.texts(
        "y", short: "y", value: "COLUMN,COLUMN", defaultText: "next numeric column; line: loss and val_loss",
        help: "column upwards; line: columns, a line for each")
    static let by = Option.text(
        "by", value: "COLUMN", defaultText: "label, for scatter", help: "column that tells groups of rows apart")
    static let levels = Option.text(
        "levels", value: "FILE", file: .read,
        help: "call the numbers of --by by the words of this table of label and name")
    static let log = Option.choice("log", of: LogarithmicAxes.self, help: "axes that are logarithmic")
    static let bins = Option.integer(
        "bins", value: "N", in: 1...10_000, defaultText: "Freedman and Diaconis's rule", help: "bins of a histogram")
    static let smooth = Option.integer(
        "smooth", value: "N", in: 1...1_000_000, defaultText: "none",
        help: "draw the mean over N rows, and the lines themselves faintly")
    static let band = Option.flag(
        "band", help: "line: the mean over files, or over those of one name, and a standard deviation on either side")
    static let xRange = range("x-range", of: "across")
    static let yRange = range("y-range", of: "upwards")
    static let equal = Option.flag("equal", help: "make a unit as long upwards as across, for latent planes")
    static let names = Option.texts(
        "names", value: "NAME,NAME", defaultText: "the files' names without folder and ending",
        help: "what legend and panels call the files; of one file, its columns")
    static let panels = Option.flag(
        "panels", help: "a panel for each file, or for each column of one, side by side")
    static let panelEach = Option.choice(
        "panel-each", of: PanelSubject.self, defaultText: "file; of one file: column", help: "what gets a panel")
    static let panelColumns = Option.integer(
        "panel-columns", value: "N", in: 1...1000, defaultText: "all", help: "panels in a row")
    static let share = Option.choice(
        "share", of: Figure.Sharing.self,
        defaultText: "line: xy, of columns x; hist: x, of columns none; scatter: xy of the same columns",
        help: "axes whose range is the same in all panels")
    static let title = Option.text("title", value: "TEXT", help: "title above")
    static let xLabel = Option.text(
        "x-label", value: "TEXT", defaultText: "the column's name", help: "title of the axis across")
    static let yLabel = Option.text(
        "y-label", value: "TEXT", defaultText: "the column's name", help: "title of the axis upwards")
    static let pointSize = Option.number(
        "point-size", value: "PX", in: 0.1...100, defaultText: "smaller the more there are",
        help: "diameter of a dot")
    static let opacity = Option.number(
        "opacity", value: "A", in: 0.01...1, defaultText: "less the more there are",
        help: "how solid dots are, up to 1")
    static let size = Option.text(
        "size", value: "WxH", defaultText: "800x600, panels 480x440 each; the terminal's width",
        help: "pixels of the whole, or 12cm,8cm or 5in,3in (96 pixels are an inch), or characters of text")
    static let scale = Option.number(
        "scale", value: "F", default: 1, in: 0.1...10, help: "dots of a PNG for each pixel, for print")
    static let format = Option.choice(
        "format", of: Format.self, defaultText: "by FILE's ending; text on a terminal, else png",
        help: "what to write")
    static let output = StandardOptions.output(help: "write to FILE: .png, .svg, .pdf or .txt")
    static let quiet = StandardOptions.quiet

    static let general: [any OptionDescription] = [
        x, y, by, levels, names, bins, smooth, band, output, format, size, scale, quiet,
    ]
    static let axes: [any OptionDescription] = [log, xRange, yRange, equal, panels, panelEach, panelColumns, share]
    static let appearance: [any OptionDescription] = [title, xLabel, yLabel, pointSize, opacity]

    private static func range(_ name: String, of direction: String) -> Option<ClosedRange<Double>?> {
        Option.parsed(
            name, value: "A,B", defaultText: "what the values need",
            expectation: "two numbers, the second the larger one",
            help: "what the axis \(direction) shows"
        ) { text in
            let ends = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
            guard ends.count == 2, ends[0] < ends[1], ends.allSatisfy({ abs($0) < 1e300 }) else { return nil }
            return ends[0]...ends[1]
        }
    }
}
