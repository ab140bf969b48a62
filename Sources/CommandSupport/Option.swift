/// One option of a command: at once its description and the typed key that reads its value from `Arguments`.
///
/// Made by the factories (`flag`, `integer`, `number`, `text`, `integers`, `texts`, `choice`): without a default the value
/// is optional, with one it is not.
public struct Option<Value: Sendable>: OptionDescription {
    public let name: String
    public let short: Character?
    public let placeholder: String?
    public let defaultText: String?
    public let choices: [String]
    public let file: FileUse?
    public let help: String
    public let expectation: String
    let defaultValue: Value
    let convert: @Sendable (String) -> Value?

    public func value(of text: String) -> (any Sendable)? { convert(text) }

    init(
        _ name: String, short: Character?, placeholder: String?, default defaultValue: Value, defaultText: String?,
        choices: [String] = [], file: FileUse? = nil, help: String, expectation: String,
        convert: @escaping @Sendable (String) -> Value?
    ) {
        self.name = name
        self.short = short
        self.placeholder = placeholder
        self.defaultText = defaultText
        self.choices = choices
        self.file = file
        self.help = help
        self.expectation = expectation
        self.defaultValue = defaultValue
        self.convert = convert
    }
}

extension Option where Value == Bool {
    /// An option that is given or not.
    public static func flag(_ name: String, short: Character? = nil, help: String) -> Self {
        Option(
            name, short: short, placeholder: nil, default: false, defaultText: nil, help: help, expectation: "no value",
            convert: { _ in true })
    }
}

extension Option where Value == String {
    /// Free text or a path, with a default. `choices` are names that the command knows, for completion.
    public static func text(
        _ name: String, short: Character? = nil, value: String, default defaultValue: String, choices: [String] = [],
        file: FileUse? = nil, help: String
    ) -> Self {
        Option(
            name, short: short, placeholder: value, default: defaultValue, defaultText: defaultValue, choices: choices,
            file: file, help: help, expectation: "a text that is not empty", convert: { $0.isEmpty ? nil : $0 })
    }
}

extension Option where Value == String? {
    /// Free text or a path; nil when the option is not given. `defaultText` is what help says happens then, `choices` are
    /// names that the command knows, for completion.
    public static func text(
        _ name: String, short: Character? = nil, value: String, defaultText: String? = nil, choices: [String] = [],
        file: FileUse? = nil, help: String
    ) -> Self {
        Option(
            name, short: short, placeholder: value, default: nil, defaultText: defaultText, choices: choices,
            file: file,
            help: help, expectation: "a text that is not empty", convert: { $0.isEmpty ? nil : .some($0) })
    }
}

extension Option where Value == [String]? {
    /// Texts separated by commas, none of them empty; nil when the option is not given. `choices` are names that the
    /// command knows, for completion.
    public static func texts(
        _ name: String, short: Character? = nil, value: String, defaultText: String? = nil, choices: [String] = [],
        help: String
    ) -> Self {
        Option(
            name, short: short, placeholder: value, default: nil, defaultText: defaultText, choices: choices,
            help: help,
            expectation: "texts separated by commas",
            convert: { text in elements(text) { $0.isEmpty ? nil : $0 }.map { $0 } })
    }
}

extension Option {
    /// A value of the command's own, which is read from text; nil when the option is not given.
    ///
    /// - Parameters:
    ///   - choices: names that the command knows, for completion.
    ///   - expectation: what the text must be, as messages say it.
    public static func parsed<Content>(
        _ name: String, value: String, defaultText: String, choices: [String] = [], expectation: String, help: String,
        _ convert: @escaping @Sendable (String) -> Content?
    ) -> Self where Value == Content? {
        Option(
            name, short: nil, placeholder: value, default: nil, defaultText: defaultText, choices: choices, help: help,
            expectation: expectation, convert: { text in convert(text).map { .some($0) } })
    }
}
