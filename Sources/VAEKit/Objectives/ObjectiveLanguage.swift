import TensorStreams

/// What is minimised beside reconstruction, as a user writes it: a name, and its words: `tc sampling stratified`.
public struct ObjectiveDescription: Equatable, Sendable, CustomStringConvertible {
    let regulariser: any Regulariser

    public var description: String { regulariser.description }

    /// What log and eval call the terms of the loss.
    public var terms: [String] { ["recon"] + regulariser.terms }

    /// Whether a plain autoencoder can have it.
    public var suitsPlain: Bool { regulariser.suitsPlain }
    /// Whether a model whose loss comes of densities alone can have it, as one of several levels of latents.
    var suitsLevels: Bool { regulariser.suitsLevels }
    /// Whether gradients reach the encoder through the samples alone.
    var followsPaths: Bool { regulariser.draws.followsPaths }
    /// Whether the encoder follows another bound than the decoder.
    var splitsBounds: Bool { regulariser.draws.splitsBounds }
    /// Whether it must know how many images there are.
    public var countsImages: Bool { regulariser.countsImages }
    /// Whether it changes in the course of epochs.
    public var countsEpochs: Bool { regulariser.countsEpochs }
    /// Whether it draws latents side by side, each coordinate by a normal number of its own.
    public var drawsSideBySide: Bool { regulariser.draws != .one }

    /// The second player, where it has one.
    public var discriminator: DiscriminatorDescription? { regulariser.discriminator }
    /// Whether a batch of one image tells it nothing.
    var comparesImages: Bool { regulariser.discriminator?.counterpart == .permuted }

    /// Every objective's name.
    public static var names: [String] { ObjectiveLanguage.kinds.map { $0.name } }

    public static let elbo = ObjectiveDescription(regulariser: Divergence())

    private init(regulariser: any Regulariser) { self.regulariser = regulariser }

    /// Reads one.
    ///
    /// - Throws: `NetworkError` that says what is wrong.
    public init(parsing text: String) throws(NetworkError) {
        var words = try ObjectiveWords(text)
        guard let kind = ObjectiveLanguage.kinds.first(where: { $0.name == words.name }) else {
            throw NetworkError(
                "'\(text)': no objective is called '\(words.name)'; there are \(Self.names.joined(separator: ", "))")
        }
        regulariser = try kind.init(&words)
        try words.finish()
    }

    /// Objectives are the same where they are spelt alike.
    public static func == (one: ObjectiveDescription, other: ObjectiveDescription) -> Bool {
        one.description == other.description
    }
}

enum ObjectiveLanguage {
    /// Every kind there is.
    static let kinds: [any Regulariser.Type] = [
        Divergence.self, ImportanceWeighted.self, Capacity.self, FreeBits.self, Discrepancy.self, TotalCorrelation.self,
        Covariance.self, Sparsity.self, SlicedWasserstein.self, Contraction.self, Factorisation.self,
        AdversarialMatching.self, RegularisedDecoder.self,
    ]
}

/// The words of an objective, or of what else is written so, which are taken out as they are read.
struct ObjectiveWords {
    let name: String
    private let text: String
    private var rest: ArraySlice<Substring>

    /// - Parameters:
    ///   - kind, example: what messages call it, and such a one.
    init(_ text: String, kind: String = "an objective", example: String = "elbo") throws(NetworkError) {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard let first = words.first else { throw NetworkError("\(kind) is missing, such as '\(example)'") }
        (name, self.text, rest) = (String(first), words.joined(separator: " "), words.dropFirst())
    }

    /// The number that must come first.
    mutating func number(_ what: String, in range: ClosedRange<Double>) throws(NetworkError) -> Double {
        try number(rest.popFirst(), what, in: range)
    }

    private func number(
        _ word: Substring?, _ what: String, in range: ClosedRange<Double>
    ) throws(NetworkError) -> Double {
        guard let word else { throw NetworkError("'\(text)': it does not say \(what)") }
        guard let value = Double(word), range.contains(value) else {
            throw NetworkError(
                "'\(text)': '\(word)' must be a number from \(Self.text(range.lowerBound)) to "
                    + Self.text(range.upperBound))
        }
        return value
    }

    /// A number behind its name, wherever that stands; nil where it does not.
    mutating func option(_ name: String, in range: ClosedRange<Double>) throws(NetworkError) -> Double? {
        guard let place = rest.firstIndex(where: { $0 == name }) else { return nil }
        return try number(takeValue(at: place), "a number for \(name)", in: range)
    }

    /// A whole number behind its name, wherever that stands; nil where it does not.
    mutating func count(_ name: String, in range: ClosedRange<Int>) throws(NetworkError) -> Int? {
        guard let place = rest.firstIndex(where: { $0 == name }) else { return nil }
        let word = takeValue(at: place) ?? ""
        guard let value = Int(word), range.contains(value) else {
            throw NetworkError(
                "'\(text)': \(name) must be a whole number from \(range.lowerBound) to \(range.upperBound), not '\(word)'"
            )
        }
        return value
    }

    /// The whole number that must come first.
    mutating func count(of what: String, in range: ClosedRange<Int>) throws(NetworkError) -> Int {
        guard let word = rest.popFirst() else { throw NetworkError("'\(text)': it does not say how many \(what)") }
        guard let value = Int(word), range.contains(value) else {
            throw NetworkError(
                "'\(text)': '\(word)' must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// The whole number that comes first; nil where a word does.
    mutating func leadingCount(in range: ClosedRange<Int>) throws(NetworkError) -> Int? {
        guard let word = rest.first, word.first?.isLetter == false else { return nil }
        return try count(of: "there are", in: range)
    }

    /// The whole numbers, separated by commas, that come first; nil where nothing does.
    mutating func counts(of what: String, in range: ClosedRange<Int>) throws(NetworkError) -> [Int]? {
        guard let word = rest.popFirst() else { return nil }
        let counts = word.split(separator: ",", omittingEmptySubsequences: false).compactMap { Int($0) }
        guard counts.count == word.count(where: { $0 == "," }) + 1, counts.allSatisfy(range.contains) else {
            throw NetworkError(
                "'\(text)': \(what) '\(word)' must be whole numbers from \(range.lowerBound) to \(range.upperBound), "
                    + "as in 8,5,5")
        }
        return counts
    }

    /// One of several words behind its name, wherever that stands; nil where it does not.
    mutating func choice<Value: CaseIterable & RawRepresentable<String>>(
        _ name: String
    ) throws(NetworkError) -> Value? {
        guard let place = rest.firstIndex(where: { $0 == name }) else { return nil }
        let word = takeValue(at: place).map(String.init) ?? ""
        guard let value = Value(rawValue: word) else {
            let names = Value.allCases.map(\.rawValue).joined(separator: " or ")
            throw NetworkError("'\(text)': \(name) is \(names), not '\(word)'")
        }
        return value
    }

    /// Takes a name out, and the word behind it, if there is one.
    private mutating func takeValue(at place: Int) -> Substring? {
        rest.remove(at: place)
        return place < rest.endIndex ? rest.remove(at: place) : nil
    }

    /// Throws where something is left over.
    func finish() throws(NetworkError) {
        if let extra = rest.first { throw NetworkError("'\(text)': '\(extra)' is not expected there") }
    }

    /// A number as it is written, without `.0`.
    static func text(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
