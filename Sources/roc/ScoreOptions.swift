import CommandSupport

/// The options that say what is measured.
enum ScoreOptions {
    enum Curve: String, CaseIterable {
        /// False alarms and hits.
        case roc
        /// Recall and precision.
        case pr
    }

    static let scores = Option.texts(
        "score", value: "C,C", defaultText: "all columns of numbers but id and the label", help: "the columns of scores"
    )
    static let label = Option.text(
        "label", value: "C", defaultText: "label", help: "the column that says what a row is")
    static let positive = Option.text(
        "positive", value: "LABEL", defaultText: "1", help: "the label of the rows that are looked for")
    static let lower = Option.flag("lower", help: "low scores tell them, not high ones")
    static let curve = Option.choice(
        "curve", of: Curve.self, defaultText: "the areas",
        help: "write the curve of one score instead: fpr and tpr, or recall and precision")
}
