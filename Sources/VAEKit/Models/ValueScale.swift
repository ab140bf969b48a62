import TensorStreams

/// How values that are no pixels come before a model, as a user writes it: `standard`, `minmax all`.
public struct ValueScale: Equatable, Sendable, CustomStringConvertible {
    public enum Kind: String, CaseIterable, Sendable {
        /// As they are.
        case none
        /// Less their mean, by their standard deviation.
        case standard
        /// The least as 0, the largest as 1.
        case minmax
    }

    public let kind: Kind
    /// Whether all values of an item are scaled alike, and not each by its own statistics.
    public let isOverAll: Bool

    /// Values as they are.
    public static let none = ValueScale(.none)

    public init(_ kind: Kind, isOverAll: Bool = false) { (self.kind, self.isOverAll) = (kind, isOverAll) }

    /// - Throws: `NetworkError` that says what there is.
    public init(parsing text: String) throws(NetworkError) {
        let words = text.split(separator: " ")
        guard let kind = words.first.flatMap({ Kind(rawValue: String($0)) }), words.count < 3,
            words.count == 1 || (words[1] == "all" && kind != .none)
        else {
            throw NetworkError("'\(text)' is no scale: there are none, standard, minmax, standard all and minmax all")
        }
        self.init(kind, isOverAll: words.count == 2)
    }

    /// - Throws: `NetworkError` where the entry of a model's description is none.
    init(json entry: JSON) throws(NetworkError) {
        guard let text = entry.string else { throw ModelDescription.wrong("scale") }
        try self.init(parsing: text)
    }

    public var description: String { kind.rawValue + (isOverAll ? " all" : "") }
}
