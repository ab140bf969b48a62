/// What the command line said: the value of each option, and the operands in order.
public struct Arguments: Sendable {
    /// The command's name, as messages begin with it.
    public let command: String
    /// The words that are not options; `-` among them is standard input.
    public let operands: [String]
    let values: [String: any Sendable]
    /// As they stand on the command line, by the names of their options.
    let texts: [String: String]

    /// The value of the option given, or its default.
    public subscript<Value>(_ option: Option<Value>) -> Value {
        values[option.name] as? Value ?? option.defaultValue
    }

    /// The text given to an option whose value is one.
    func text(of option: any OptionDescription) -> String? { values[option.name] as? String }

    /// Whether the option stands on the command line, even with its default value.
    public func isGiven(_ option: some OptionDescription) -> Bool { values[option.name] != nil }

    /// The operand at this place as one of the names of an enumeration (`plot scatter`).
    ///
    /// - Throws: `UsageError` that names what is accepted and the nearest name.
    public func choice<Name: CaseIterable & RawRepresentable<String>>(operand place: Int, of type: Name.Type) throws
        -> Name
    {
        let names = Name.allCases.map(\.rawValue)
        guard operands.indices.contains(place) else {
            throw UsageError("one of \(names.joined(separator: ", ")) is missing")
        }
        guard let name = Name(rawValue: operands[place]) else {
            throw UsageError(
                "'\(operands[place])': expected one of \(names.joined(separator: ", "))"
                    + suggestion(for: operands[place], among: names))
        }
        return name
    }

    /// One line for the user on standard error, beginning with the command's name.
    public func note(_ text: String) {
        StandardError.write(line: "\(command): \(text)")
    }
}
