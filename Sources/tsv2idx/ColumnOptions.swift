import CommandSupport

/// The options that say what becomes of which columns.
enum ColumnOptions {
    static let columns = Option.texts(
        "columns", value: "C,C", defaultText: "all but id, label and those without a name",
        help: "take these, by name or number (3, 3-7, 3-)")
    static let oneHot = Option.texts(
        "one-hot", value: "C[=FILE],…",
        help: "write a column of words as 0 and a 1 for each of them, known by the levels of FILE where it names one")
    static let labels = Option.flag("labels", help: "write labels alone")
    static let label = Option.text(
        "label", value: "C", defaultText: "label, or the only column", help: "the column of the labels")
    static let labelsTo = Option.text(
        "labels-to", value: "FILE", file: .written, help: "write labels too, to FILE")
    static let levels = Option.text(
        "levels", value: "FILE", file: .written,
        help: "labels are words: number them as FILE does; where there is none, write it")
    static let missing = Option.choice(
        "missing", of: MissingPolicy.self, defaultText: "an error",
        help: "fill missing numbers with their column's mean or nan, or drop rows that lack a value")

    static let all: [any OptionDescription] = [columns, oneHot, labels, label, labelsTo, levels, missing]

    /// Whether labels are to be written, alone or beside values.
    static func writeLabels(_ arguments: Arguments) -> Bool { arguments[labels] || arguments.isGiven(labelsTo) }

    /// Throws `UsageError` where options do not go together.
    static func check(_ arguments: Arguments) throws {
        if arguments[labels], arguments.isGiven(labelsTo) {
            throw UsageError(
                "--labels and --labels-to exclude each other: the one writes labels alone, the other beside values")
        }
        for option in [columns, oneHot] where arguments[labels] && arguments.isGiven(option) {
            throw UsageError("--\(option.name) goes with values, not with --labels, whose column --label names")
        }
        for option in [label, levels] where !writeLabels(arguments) && arguments.isGiven(option) {
            throw UsageError("--\(option.name) goes with --labels or --labels-to")
        }
        if arguments[labels], arguments[missing] == .mean { throw UsageError("--missing mean: labels have no mean") }
        if arguments[labels], arguments[missing] == .nan { throw UsageError("--missing nan: labels are never nan") }
        try SharedStreams.refuseTwoOutputs([
            arguments[StandardOptions.output] ?? "-", arguments[labelsTo], arguments[levels],
        ])
    }
}
