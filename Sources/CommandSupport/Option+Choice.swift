extension Option where Value: CaseIterable & RawRepresentable<String> {
    /// One of the names of an enumeration, with a default.
    public static func choice(
        _ name: String, short: Character? = nil, of type: Value.Type, default defaultValue: Value, help: String
    ) -> Self {
        let names = Value.allCases.map(\.rawValue)
        return Option(
            name, short: short, placeholder: names.joined(separator: "|"), default: defaultValue,
            defaultText: defaultValue.rawValue, choices: names, help: help,
            expectation: "one of " + names.joined(separator: ", "), convert: { Value(rawValue: $0) })
    }
}

extension Option {
    /// One of the names of an enumeration; nil when the option is not given. `defaultText` is what help says happens then.
    public static func choice<Name: CaseIterable & RawRepresentable<String> & Sendable>(
        _ name: String, short: Character? = nil, of type: Name.Type, defaultText: String? = nil, help: String
    ) -> Self where Value == Name? {
        let names = Name.allCases.map(\.rawValue)
        return Option(
            name, short: short, placeholder: names.joined(separator: "|"), default: nil, defaultText: defaultText,
            choices: names, help: help, expectation: "one of " + names.joined(separator: ", "),
            convert: { text in Name(rawValue: text).map { $0 } })
    }
}
