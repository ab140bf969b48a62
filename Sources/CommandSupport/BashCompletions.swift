/// A function that completes a command's words in bash, and the line that binds it.
struct BashCompletions {
    let command: Command

    init(_ command: Command) { self.command = command }

    var text: String {
        var lines = ["\(function)() {"] + currentWord + ["case \"$before\" in"]
        for option in command.allOptions where !option.isFlag {
            let pattern = (option.short.map { "-\($0)|" } ?? "") + option.spelling
            lines.append("\(pattern)) \(values(of: option))return ;;")
        }
        let options = command.allOptions.flatMap { [$0.spelling] + ($0.short.map { ["-\($0)"] } ?? []) }
        lines += ["esac", "case \"$word\" in", "-*) \(reply(words: options, files: false)) ;;"]
        lines.append("*) \(reply(words: command.operands.choices, files: command.operands.takesFiles)) ;;")
        lines += ["esac", "}", "complete -o filenames -F \(function) \(command.name)"]
        return lines.joined(separator: "\n") + "\n"
    }

    private var function: String { "_vaeutils_" + String(command.name.map { $0 == "-" ? "_" : $0 }) }

    /// The word to complete and the one before it, where `--name=value` may be three words (`COMP_WORDBREAKS` has a `=`) or
    /// one; `lead` is what each reply begins with.
    private var currentWord: [String] {
        [
            "local word=\"${COMP_WORDS[COMP_CWORD]}\" before=\"${COMP_WORDS[COMP_CWORD-1]}\" lead=",
            "if [[ $before == = ]]; then before=\"${COMP_WORDS[COMP_CWORD-2]}\"; fi",
            "if [[ $word == = ]]; then word=; fi",
            "if [[ $word == --*=* ]]; then before=\"${word%%=*}\" lead=\"${word%%=*}=\" word=\"${word#*=}\"; fi",
            "COMPREPLY=()",
        ]
    }

    private func values(of option: any OptionDescription) -> String {
        let reply = reply(words: option.choices, files: option.takesPath)
        if reply == Self.nothing { return "" }
        let lastPart = "lead+=\"${word%\"${word##*,}\"}\" word=\"${word##*,}\"; "
        return option.isList ? lastPart + reply + Self.withoutThoseGiven : reply + "; "
    }

    /// Takes the parts of a list that are there already out of the reply.
    private static let withoutThoseGiven =
        "; for i in \"${!COMPREPLY[@]}\"; do [[ ,${lead#*=} == *\",${COMPREPLY[i]#\"$lead\"},\"* ]] "
        + "&& unset \"COMPREPLY[i]\"; done; "

    private static let nothing = ":"

    /// A line for each word, so that names with blanks stay whole.
    private func reply(words: [String], files: Bool) -> String {
        let sources = (files ? ["-f"] : []) + (words.isEmpty ? [] : ["-W '\(words.joined(separator: " "))'"])
        if sources.isEmpty { return Self.nothing }
        return "mapfile -t COMPREPLY < <(compgen -P \"$lead\" \(sources.joined(separator: " ")) -- \"$word\")"
    }
}
