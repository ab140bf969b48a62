/// The description of a command's words that zsh's `_arguments` completes from.
struct ZshCompletions {
    let command: Command

    init(_ command: Command) { self.command = command }

    var text: String {
        let specifications = command.allOptions.map(specification) + operands
        return "#compdef \(command.name)\n_arguments -s"
            + specifications.map { " \\\n    \($0)" }.joined() + "\n"
    }

    /// A value may be attached to either spelling (`-oFILE`, `--output=FILE`) or follow it.
    private func specification(_ option: any OptionDescription) -> String {
        let long = option.spelling + (option.isFlag ? "" : "=")
        let help = "[\(escaped(option.help))]" + value(of: option)
        guard let short = option.short else { return "'\(long)\(help)'" }
        return "'(-\(short) \(option.spelling))'{-\(short)\(option.isFlag ? "" : "+"),\(long)}'\(help)'"
    }

    private func value(of option: any OptionDescription) -> String {
        guard let placeholder = option.placeholder else { return "" }
        let words = option.choices
        let action =
            option.isList && !words.isEmpty
            ? " _values -s , \(option.name) \(words.joined(separator: " "))" : action(words, files: option.takesPath)
        return ":\(escaped(placeholder)):\(action)"
    }

    private var operands: [String] {
        let (words, files) = (command.operands.choices, command.operands.takesFiles)
        return (words.isEmpty ? [] : ["'1:operand:\(action(words, files: files))'"])
            + (files ? ["'*:file:_files'"] : [])
    }

    private func action(_ words: [String], files: Bool) -> String {
        if words.isEmpty { return files ? "_files" : "" }
        let list = "(\(words.joined(separator: " ")))"
        return files ? #" _alternative "words\:word\:\#(list)" "files\:file\:_files""# : list
    }

    /// The text for single quotes, which zsh takes none of within: another stands in for it.
    private func escaped(_ text: String) -> String {
        text.map { $0 == "'" ? "’" : ("[]:\\".contains($0) ? "\\\($0)" : String($0)) }.joined()
    }
}
