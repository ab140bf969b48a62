/// What help, completions, the man page check and the parser need to know of an option, whatever the type of its value.
public protocol OptionDescription: Sendable {
    /// The long name, without dashes.
    var name: String { get }
    /// The one-letter twin, where there is one.
    var short: Character? { get }
    /// What help calls the value (`N`, `FILE`); nil for a flag, which takes none.
    var placeholder: String? { get }
    /// The default as help shows it; nil where there is nothing to show.
    var defaultText: String? { get }
    /// The names that a value may be, for completion and for what a mistyped one may have meant.
    var choices: [String] { get }
    /// What the option does, in a few words.
    var help: String { get }
    /// What the command does with the file that the value names; nil where it names none.
    var file: FileUse? { get }
    /// What a value must be, in words: "a whole number of at least 0".
    var expectation: String { get }
    /// The value of the text given on the command line; nil when it is not what `expectation` says.
    func value(of text: String) -> (any Sendable)?
}

/// What a command does with a file that an option names.
public enum FileUse: Sendable {
    case read
    case written
}

extension OptionDescription {
    /// A flag stands alone; every other option takes one value.
    var isFlag: Bool { placeholder == nil }

    /// Whether its value is a list whose parts commas separate.
    var isList: Bool { placeholder?.contains(",") ?? false }

    /// Whether its value is the name of a file or a folder.
    var takesPath: Bool { file != nil || ["CKPT", "DIR", "RUN"].contains(placeholder) }

    /// The spelling used in messages: `--take`.
    var spelling: String { "--" + name }
}
