/// What `--help` prints: usage, one sentence, the options with their defaults, examples, the man page.
struct HelpText {
    let command: Command
    private let width = 80

    init(_ command: Command) { self.command = command }

    var text: String {
        var parts = [usage, wrapped(command.summary, indent: 0)]
        if !command.details.isEmpty { parts.append("\n" + wrapped(command.details, indent: 0)) }
        for group in command.groups { parts.append("\n\(group.title):\n" + lines(group.options)) }
        if !command.examples.isEmpty { parts.append("\nExamples:\n" + examples) }
        parts.append("\nSee 'man \(command.name)'.")
        return parts.joined(separator: "\n") + "\n"
    }

    private var usage: String {
        let words = [command.name] + ["[OPTION ...]"] + command.operands.usage
        return "Usage: " + words.joined(separator: " ")
    }

    /// Where the explanations begin: behind the longest option of those that are not too long.
    private var column: Int { command.allOptions.map { head($0).count + 2 }.filter { $0 <= 30 }.max() ?? 30 }

    private func lines(_ options: [any OptionDescription]) -> String {
        let column = column
        return options.map { option in
            let head = head(option)
            let body = wrapped(option.help + defaultNote(option), indent: column)
            if head.count + 2 > column { return head + "\n" + String(repeating: " ", count: column) + body }
            return head + String(repeating: " ", count: column - head.count) + body
        }.joined(separator: "\n")
    }

    private func head(_ option: any OptionDescription) -> String {
        let short = option.short.map { "  -\($0), " } ?? "      "
        return short + option.spelling + (option.placeholder.map { " " + $0 } ?? "")
    }

    private func defaultNote(_ option: any OptionDescription) -> String {
        option.defaultText.map { " (default: \($0))" } ?? ""
    }

    private var examples: String {
        command.examples.map { "  \($0.command)\n      " + wrapped($0.meaning, indent: 6) }.joined(separator: "\n")
    }

    /// The words of the text in lines within the width; the first is taken to start at the indent already.
    private func wrapped(_ text: String, indent: Int) -> String {
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var line = ""
            for word in paragraph.split(separator: " ") {
                if !line.isEmpty && indent + line.count + 1 + word.count >= width {
                    lines.append(line)
                    line = ""
                }
                line += (line.isEmpty ? "" : " ") + word
            }
            lines.append(line)
        }
        return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }
}
