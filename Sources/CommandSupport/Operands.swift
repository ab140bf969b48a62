/// The words of a command line that are not options: what they are called and how many there may be.
///
/// `Operands.required("CKPT") + .optional("FILE")` reads as `CKPT [FILE]`.
public struct Operands: Sendable {
    let usage: [String]
    let minimum: Int
    let maximum: Int
    /// The words that some operand may be, for completion.
    let choices: [String]
    /// Whether some operand names a file.
    let takesFiles: Bool

    /// No operand is accepted.
    public static let none = Operands(usage: [], minimum: 0, maximum: 0, choices: [], takesFiles: false)

    /// One operand or none. An operand with choices, or of a name such as `digits|sprites`, which lists them, is no file.
    public static func optional(_ name: String, choices: [String] = []) -> Operands {
        Operands(name, usage: "[\(name)]", 0...1, choices: choices)
    }

    /// Exactly one operand.
    public static func required(_ name: String) -> Operands { Operands(name, usage: name, 1...1) }

    /// Any number of operands, none too.
    public static func many(_ name: String) -> Operands { Operands(name, usage: "[\(name) ...]", 0...Int.max) }

    /// One operand or more.
    public static func several(_ name: String) -> Operands { Operands(name, usage: "\(name) ...", 1...Int.max) }

    /// These operands, then those.
    public static func + (first: Operands, second: Operands) -> Operands {
        let (sum, overflow) = first.maximum.addingReportingOverflow(second.maximum)
        return Operands(
            usage: first.usage + second.usage, minimum: first.minimum + second.minimum, maximum: overflow ? .max : sum,
            choices: first.choices + second.choices, takesFiles: first.takesFiles || second.takesFiles)
    }

    /// The usage error of this many operands given, if it is one.
    func problem(with words: [String]) -> UsageError? {
        if words.count > maximum { return UsageError("operand '\(words[maximum])' is not expected") }
        if words.count < minimum {
            let missing = usage.filter { !$0.hasPrefix("[") }
            return UsageError("\(words.count < missing.count ? missing[words.count] : "an operand") is missing")
        }
        return nil
    }
}

extension Operands {
    private init(_ name: String, usage: String, _ range: ClosedRange<Int>, choices: [String] = []) {
        let listed = name.contains("|") ? name.split(separator: "|").map { String($0) } : choices
        self.init(
            usage: [usage], minimum: range.lowerBound, maximum: range.upperBound, choices: listed,
            takesFiles: listed.isEmpty)
    }
}
