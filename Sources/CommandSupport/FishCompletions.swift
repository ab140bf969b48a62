/// The `complete` lines of a command for fish.
struct FishCompletions {
    let command: Command

    init(_ command: Command) { self.command = command }

    var text: String { (operands + command.allOptions.map(line)).map { "complete -c \(command.name)\($0)\n" }.joined() }

    private var operands: [String] {
        let words = (command.operands.takesFiles ? "" : " -f") + list(command.operands.choices)
        return words.isEmpty ? [] : [words]
    }

    private func line(_ option: any OptionDescription) -> String {
        (option.short.map { " -s \($0)" } ?? "") + " -l \(option.name)\(value(of: option)) -d '\(escaped(option.help))'"
    }

    private func value(of option: any OptionDescription) -> String {
        if option.isFlag { return "" }
        if option.isList, !option.choices.isEmpty {
            return " -x -a '(__fish_append , \(option.choices.joined(separator: " ")) | \(Self.withoutThoseGiven))'"
        }
        return (option.takesPath ? " -r -F" : " -x") + list(option.choices)
    }

    /// Passes over lists whose last part stands before it already.
    private static let withoutThoseGiven = #"string match -rv "(^|,)([^,]+),(.*,)?\2\$""#

    private func list(_ words: [String]) -> String { words.isEmpty ? "" : " -a '\(words.joined(separator: " "))'" }

    /// The text for single quotes.
    private func escaped(_ text: String) -> String {
        text.map { "'\\".contains($0) ? "\\\($0)" : String($0) }.joined()
    }
}
