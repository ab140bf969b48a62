/// What `--describe` prints: the options as a table, for the tests that hold the man pages against them.
struct OptionTable {
    let command: Command

    init(_ command: Command) { self.command = command }

    var text: String {
        var lines = ["option\tshort\tvalue\tdefault\tchoices"]
        for option in command.allOptions {
            lines.append(
                [
                    option.name, option.short.map { String($0) } ?? "", option.placeholder ?? "",
                    option.defaultText ?? "", option.choices.joined(separator: ","),
                ].joined(separator: "\t"))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
