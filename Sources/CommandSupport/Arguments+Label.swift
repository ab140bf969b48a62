import TensorStreams

extension Arguments {
    /// The label that a text names in an option: a whole number, or a word of the levels.
    ///
    /// - Parameter takesNumbers: whether labels have numbers that a user can know.
    /// - Throws: `UsageError` for a word where there are no levels, `Failure` for one that is none of theirs.
    public static func label(
        _ text: String, of option: some OptionDescription, in levels: Levels?, takesNumbers: Bool = true
    ) throws -> Int {
        if let label = levels?.label(of: text) ?? (takesNumbers ? Int(text) : nil) { return label }
        guard let levels else {
            throw UsageError(
                "--\(option.name) \(text): expected "
                    + (option.isList
                        ? "whole numbers, or words with --levels, separated by commas"
                        : "a whole number, or a word with --levels"))
        }
        throw Failure("--\(option.name) \(text): none of the levels of \(levels.name): \(levels.firstWords)")
    }
}
