/// A shell that completes our command lines, from the same descriptions that parse them.
package enum Shell: String, CaseIterable, Sendable {
    case bash
    case zsh
    case fish

    func completions(for command: Command) -> String {
        switch self {
        case .bash: return bash(command)
        case .zsh: return zsh(command)
        case .fish: return fish(command)
        }
    }

    private func bash(_ command: Command) -> String {
        let function = "_vaeutils_" + String(command.name.map { $0 == "-" ? "_" : $0 })
        var text =
            "\(function)() {\n    local word=\"${COMP_WORDS[COMP_CWORD]}\" before=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
        text += "    COMPREPLY=()\n    case \"$before\" in\n"
        for option in command.allOptions where !option.isFlag {
            let pattern = (option.short.map { "-\($0)|" } ?? "") + option.spelling
            text += "    \(pattern)) \(bashValues(option)) return ;;\n"
        }
        let words = command.allOptions.flatMap { [$0.spelling] + ($0.short.map { ["-\($0)"] } ?? []) }
        text += "    esac\n    case \"$word\" in\n    -*) \(bashReply("-W '\(words.joined(separator: " "))'")) ;;\n"
        let choices = command.operands.choices
        let operands = choices.isEmpty ? "-f" : "-f -W '\(choices.joined(separator: " "))'"
        text += "    *) \(bashReply(operands)) ;;\n    esac\n}\n"
        return text + "complete -o filenames -F \(function) \(command.name)\n"
    }

    private func bashValues(_ option: any OptionDescription) -> String {
        if !option.choices.isEmpty { return bashReply("-W '\(option.choices.joined(separator: " "))'") + ";" }
        return takesPath(option) ? bashReply("-f") + ";" : ""
    }

    /// A line for each word, so that names with blanks stay whole.
    private func bashReply(_ source: String) -> String {
        "mapfile -t COMPREPLY < <(compgen \(source) -- \"$word\")"
    }

    private func zsh(_ command: Command) -> String {
        var text = "#compdef \(command.name)\n_arguments -s"
        for option in command.allOptions {
            let help = "[" + escaped(option.help, "[]:'\\") + "]" + zshValue(option)
            if let short = option.short {
                text += " \\\n    '(-\(short) \(option.spelling))'{-\(short),\(option.spelling)}'\(help)'"
            } else {
                text += " \\\n    '\(option.spelling)\(help)'"
            }
        }
        if !command.operands.choices.isEmpty {
            text += " \\\n    '1:kind:(\(command.operands.choices.joined(separator: " ")))'"
        }
        return text + " \\\n    '*:file:_files'\n"
    }

    private func zshValue(_ option: any OptionDescription) -> String {
        guard let placeholder = option.placeholder else { return "" }
        if !option.choices.isEmpty { return ":\(option.name):(\(option.choices.joined(separator: " ")))" }
        return ":\(escaped(placeholder, "[]:'\\")):" + (takesPath(option) ? "_files" : "")
    }

    private func fish(_ command: Command) -> String {
        let choices = command.operands.choices.joined(separator: " ")
        let operands = choices.isEmpty ? "" : "complete -c \(command.name) -a '\(choices)'\n"
        return operands
            + command.allOptions.map { option in
                var line =
                    "complete -c \(command.name)" + (option.short.map { " -s \($0)" } ?? "") + " -l \(option.name)"
                if !option.choices.isEmpty {
                    line += " -x -a '\(option.choices.joined(separator: " "))'"
                } else if !option.isFlag {
                    line += takesPath(option) ? " -r -F" : " -x"
                }
                return line + " -d '\(escaped(option.help, "'\\"))'\n"
            }.joined()
    }

    private func takesPath(_ option: any OptionDescription) -> Bool {
        guard let placeholder = option.placeholder else { return false }
        return ["FILE", "CKPT", "DIR"].contains { placeholder.hasPrefix($0) || placeholder.hasSuffix($0) }
    }

    /// The text for single quotes, with these characters escaped; zsh takes no quote at all, so it becomes another.
    private func escaped(_ text: String, _ special: String) -> String {
        var escaped = ""
        for character in text {
            if character == "'" && self == .zsh {
                escaped += "’"
            } else {
                escaped += (special.contains(character) ? "\\" : "") + String(character)
            }
        }
        return escaped
    }
}
