/// Parameters that learn at rates of their own, by what their names begin with, as a user writes them:
/// `encoder:0.1,decoder.4:0`.
///
/// A name begins with another where it is that, or goes on behind it with a dot. The longest beginning that is given decides.
public struct ParameterGroups: Equatable, Sendable, CustomStringConvertible {
    public let description: String
    private let factors: [String: Double]

    /// All parameters learn at the same rate.
    public static let one = ParameterGroups()

    private init() { (description, factors) = ("", [:]) }

    /// nil where it is not a list of beginnings of names, each given once, and numbers from 0 to 1000.
    public init?(_ text: String) {
        var factors: [String: Double] = [:]
        for group in text.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = group.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, let factor = Double(parts[1]), (0...1e3).contains(factor),
                factors.updateValue(factor, forKey: String(parts[0])) == nil
            else { return nil }
        }
        (description, self.factors) = (text, factors)
    }

    /// The factor on the learning rate of a parameter; 0 leaves it as it is.
    package func factor(of name: String) -> Double {
        let fitting = factors.keys.filter { name.isIn($0) }
        return fitting.max { $0.count < $1.count }.flatMap { factors[$0] } ?? 1
    }

    /// A beginning that no parameter's name has, if there is one.
    package func stray(among parameters: [Parameter]) -> String? {
        factors.keys.sorted().first { beginning in !parameters.contains { $0.name.isIn(beginning) } }
    }
}

extension String {
    /// Whether a parameter's name begins with another, part by part.
    fileprivate func isIn(_ beginning: String) -> Bool { self == beginning || hasPrefix(beginning + ".") }
}
