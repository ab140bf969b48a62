import Charts
import CommandSupport
import TensorStreams

@main
enum Plot {
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
    static let log = Option.choice("log", of: LogarithmicAxes.self, help: "axes that are logarithmic")
    static let bins = Option.integer(
        "bins", value: "N", in: 1...10_000, defaultText: "Freedman and Diaconis's rule", help: "bins of a histogram")
    static let smooth = Option.integer(
        "smooth", value: "N", in: 1...1_000_000, defaultText: "none",
        help: "draw the mean over N rows, and the lines themselves faintly")
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
        "size", value: "WxH", defaultText: "800x600; the terminal's width",
        help: "pixels (PDF: 96 to the inch), or characters of text")
    static let scale = Option.number(
        "scale", value: "F", default: 1, in: 0.1...10, help: "dots of a PNG for each pixel, for print")
    static let format = Option.choice(
        "format", of: Format.self, defaultText: "by FILE's ending; text on a terminal, else png",
        help: "what to write")
    static let output = StandardOptions.output(help: "write to FILE: .png, .svg, .pdf or .txt")
    static let quiet = StandardOptions.quiet

    static func main() {
        Command(
            name: "plot", summary: "Draw a table as a scatter plot, a line chart or a histogram.",
            operands: .optional("scatter|line|hist") + .optional("FILE"),
            options: [
                x, y, by, log, bins, smooth, title, xLabel, yLabel, pointSize, opacity, size, scale, format, output,
                quiet,
            ],
            details: """
                Dots are coloured by the label column where there is one. Without -o, a terminal shows the chart as \
                text, a pipe or file gets a PNG.
                """,
            examples: [
                ("vae-encode m.ckpt --labels labels.gz < images.gz | plot > map.png", "a latent plane, by digit"),
                ("plot line -y loss,recon,kl train.tsv", "a training log, on the terminal"),
                ("vae-eval --per-item m.ckpt < images.gz | plot hist -x loss -o loss.pdf", "how losses are spread"),
            ]
        ).run { try PlotRun($0).run() }
    }
}
