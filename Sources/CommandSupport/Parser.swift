/// What a command line asks for.
package enum Request {
    case help
    case version
    case describe
    case completions(Shell)
    case run(Arguments)
}

/// Turns the words of a command line into a request, in the manner of getopt_long without abbreviations.
struct Parser {
    let command: Command
    private var values: [String: any Sendable] = [:]
    private var texts: [String: String] = [:]
    private var operands: [String] = []

    init(_ command: Command) { self.command = command }

    static func parse(_ words: [String], for command: Command) throws(UsageError) -> Request {
        var parser = Parser(command)
        return try parser.request(words)
    }

    private mutating func request(_ words: [String]) throws(UsageError) -> Request {
        if let hidden = hiddenRequest(words) { return hidden }
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            if word.hasPrefix("--") {
                try readLong(word.dropFirst(2), &rest)
            } else if word.hasPrefix("-") && word != "-" {
                try readShorts(word.dropFirst(), &rest)
            } else {
                operands.append(word)
            }
            if values["help"] != nil { return .help }
            if values["version"] != nil { return .version }
        }
        if let problem = command.operands.problem(with: operands) { throw problem }
        return .run(Arguments(command: command.name, operands: operands, values: values, texts: texts))
    }

    /// The words `make install` and the tests use; they are alone on the line, and no help mentions them.
    private func hiddenRequest(_ words: [String]) -> Request? {
        if words == ["--describe"] { return .describe }
        if words.count == 2, words[0] == "--completions" { return Shell(rawValue: words[1]).map { .completions($0) } }
        return nil
    }

    private mutating func readLong(_ word: Substring, _ rest: inout ArraySlice<String>) throws(UsageError) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts.first ?? "")
        guard let option = command.allOptions.first(where: { $0.name == name }) else {
            throw UsageError("unknown option --\(name)" + OptionHints.hint(for: name, in: command))
        }
        let attached = parts.count == 2 ? String(parts[1]) : nil
        if option.isFlag {
            if let attached { throw UsageError("\(option.spelling)=\(attached): takes no value") }
            try store(option, "")
        } else {
            let value = if let attached { attached } else { try followingValue(of: option, &rest) }
            try store(option, value)
        }
    }

    private mutating func readShorts(_ word: Substring, _ rest: inout ArraySlice<String>) throws(UsageError) {
        var letters = word
        while let letter = letters.popFirst() {
            guard let option = command.allOptions.first(where: { $0.short == letter }) else {
                throw UsageError("unknown option -\(letter)" + hint(forShorts: String(word), letter))
            }
            if option.isFlag {
                try store(option, "")
            } else {
                try store(option, letters.isEmpty ? try followingValue(of: option, &rest) : String(letters))
                return
            }
        }
    }

    /// What was meant where a long option stands behind a single dash (`-lr 0.1`, `-batch-size 64`), or by a letter alone.
    private func hint(forShorts word: String, _ letter: Character) -> String {
        if command.allOptions.contains(where: { $0.name == word }) { return "; did you mean --\(word)?" }
        if word.count > 1, let meaning = OptionHints.meaning(of: word, in: command) { return meaning }
        return OptionHints.hint(forLetter: letter, in: command)
    }

    /// The next word is the value, negative numbers and `-` too; another option of the command is not.
    private func followingValue(
        of option: any OptionDescription, _ rest: inout ArraySlice<String>
    ) throws(UsageError) -> String {
        guard let value = rest.popFirst() else {
            throw UsageError("\(option.spelling): its value is missing, \(option.expectation)")
        }
        if isOption(value) { throw UsageError("\(option.spelling) needs a value, but '\(value)' is an option") }
        return value
    }

    /// Whether a word is an option of the command, with a value behind `=` or none.
    private func isOption(_ word: String) -> Bool {
        let name = word.prefix { $0 != "=" }
        return command.allOptions.contains { option in
            option.spelling == name || option.short.map { "-\($0)" == word } ?? false
        }
    }

    private mutating func store(_ option: any OptionDescription, _ text: String) throws(UsageError) {
        if values[option.name] != nil { throw UsageError("\(option.spelling) is given twice") }
        guard let value = option.value(of: text) else {
            let shown = text.isEmpty ? "''" : text
            throw UsageError(
                "\(option.spelling) \(shown): expected \(option.expectation)"
                    + suggestion(for: text, among: option.choices))
        }
        values[option.name] = value
        texts[option.name] = text
    }
}
