/// The words of a command line that are not options: what they are called and how many there may be.
///
/// `Operands.required("CKPT") + .optional("FILE")` reads as `CKPT [FILE]`.
public struct Operands: Sendable {
    let usage: [String]
    let minimum: Int
    let maximum: Int

    /// No operand is accepted.
    public static let none = Operands(usage: [], minimum: 0, maximum: 0)

    /// One operand or none.
    public static func optional(_ name: String) -> Operands { Operands(usage: ["[\(name)]"], minimum: 0, maximum: 1) }

    /// Exactly one operand.
    public static func required(_ name: String) -> Operands { Operands(usage: [name], minimum: 1, maximum: 1) }

    /// Any number of operands, none too.
    public static func many(_ name: String) -> Operands {
        Operands(usage: ["[\(name) ...]"], minimum: 0, maximum: .max)
    }

    /// One operand or more.
    public static func several(_ name: String) -> Operands {
        Operands(usage: ["\(name) ..."], minimum: 1, maximum: .max)
    }

    /// These operands, then those.
    public static func + (first: Operands, second: Operands) -> Operands {
        let (sum, overflow) = first.maximum.addingReportingOverflow(second.maximum)
        return Operands(
            usage: first.usage + second.usage, minimum: first.minimum + second.minimum, maximum: overflow ? .max : sum)
    }

    /// The words that an operand called `digits|sprites` may be, for completion.
    var choices: [String] {
        let parts = usage.map { $0.filter { $0 != "[" && $0 != "]" }.split(separator: "|").map { String($0) } }
        return parts.filter { $0.count > 1 }.flatMap { $0 }
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
