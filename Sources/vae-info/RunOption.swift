import TensorStreams

/// An option of the command that made a checkpoint, with what its run had it say.
struct RunOption: Equatable {
    enum Value: Equatable {
        case text(String)
        case flag(Bool)
    }

    let name: String
    let value: Value
    /// Whether a run has it so where nothing is said.
    let isDefault: Bool

    init(_ name: String, _ text: String, isDefault: Bool = false) {
        (self.name, value, self.isDefault) = (name, .text(text), isDefault)
    }

    /// The option of a flag that is set.
    init(flag name: String) { (self.name, value, isDefault) = (name, .flag(true), false) }

    /// As a table has its value.
    var cell: String {
        switch value {
        case .text(let text): text
        case .flag(let isSet): isSet ? "yes" : "no"
        }
    }

    /// The words of a command line that say so.
    var words: [String] {
        switch value {
        case .text(let text): ["--" + name, text]
        case .flag(let isSet): isSet ? ["--" + name] : []
        }
    }

    /// The same, to be said even where it is the default.
    var said: RunOption { RunOption(name: name, value: value, isDefault: false) }

    private init(name: String, value: Value, isDefault: Bool) {
        (self.name, self.value, self.isDefault) = (name, value, isDefault)
    }
}

extension RunOption {
    /// Entries of a checkpoint whose options have other names.
    private static let names = [
        "beta1": "adam-beta1", "beta2": "adam-beta2", "epsilon": "adam-epsilon", "corruption": "corrupt",
    ]

    /// An entry of a checkpoint; nil where it is no option.
    private init?(entry key: String, _ value: JSON, isDefault: Bool) {
        name = Self.names[key] ?? String(key.map { $0 == "_" ? "-" : $0 })
        self.isDefault = isDefault
        switch value {
        case .bool(let isSet): self.value = .flag(isSet)
        case .integer(let number): self.value = .text(String(number))
        case .number(let number): self.value = .text(NumberText.of(number))
        case .string(let text): self.value = .text(text)
        case .null, .array, .object: return nil
        }
    }

    /// Those that the entries of an object tell of.
    ///
    /// - Parameters:
    ///   - defaults: the entries where nothing is said.
    ///   - others: entries that are no options.
    static func entries(of json: JSON, defaults: JSON, but others: Set<String> = []) -> [RunOption] {
        (json.object?.members ?? []).filter { !others.contains($0.key) }.compactMap { key, value in
            RunOption(entry: key, value, isDefault: value == defaults[key])
        }
    }
}
