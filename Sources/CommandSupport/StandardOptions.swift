/// The options that several commands share, spelt the same in each.
public enum StandardOptions {
    /// `-o FILE`; nil is standard output.
    public static let output = Option.text(
        "output", short: "o", value: "FILE", defaultText: "standard output", file: .written,
        help: "write to FILE")
    /// `-q`: no progress, no notes.
    public static let quiet = Option.flag("quiet", short: "q", help: "no progress and no notes on standard error")
    /// `-n N`; nil when not given.
    public static let count = Option.integer("count", short: "n", value: "N", in: 0...Int.max, help: "how many")
    /// `--seed S`, 0 unless given.
    public static let seed = Option.integer(
        "seed", value: "S", default: 0, in: 0...Int.max, help: "seed of the random numbers")
    /// `--threads N`; nil is one for each processor that the process may use.
    public static let threads = Option.integer(
        "threads", value: "N", in: 1...1024, defaultText: "one per usable processor", help: "how many threads compute")
    /// `--labels FILE`: the labels of the items, in their order.
    public static let labels = Option.text(
        "labels", value: "FILE", file: .read, help: "labels of the items, IDX or text")
    /// `--levels FILE`: the words of labels.
    public static let levels = Option.text(
        "levels", value: "FILE", file: .read, help: "the words of labels, a table of label and name")
    /// `--no-header`: write a table without its header line.
    public static let noHeader = Option.flag("no-header", help: "write no header line")

    /// `-n N` with a default and words of the command's own.
    public static func count(default number: Int, in range: ClosedRange<Int> = 0...Int.max, help: String) -> Option<Int>
    {
        .integer("count", short: "n", value: "N", default: number, in: range, help: help)
    }

    /// `-n N` in the words of the command.
    public static func count(in range: ClosedRange<Int> = 0...Int.max, help: String) -> Option<Int?> {
        .integer("count", short: "n", value: "N", in: range, help: help)
    }

    /// `--labels FILE` in the words of the command.
    public static func labels(file: FileUse = .read, help: String) -> Option<String?> {
        .text("labels", value: "FILE", file: file, help: help)
    }

    /// `-o FILE` in the words of the command.
    public static func output(help: String) -> Option<String?> {
        .text(
            "output", short: "o", value: "FILE", defaultText: "standard output", file: .written, help: help)
    }

    /// Every command answers these two.
    static let help = Option.flag("help", short: "h", help: "print this help")
    static let version = Option.flag("version", short: "V", help: "print the version")
}
