/// What makes codes of the values that an encoder puts out, as a user writes it: a name, and its words:
/// `codes 512 width 64`.
public enum QuantiserDescription: Equatable, Sendable {
    /// `codes`: the nearest vectors of learnt codebooks.
    case codebooks(CodebookDescription)
    /// `fsq L,L…`: each channel rounded to one of L levels, without a codebook (Mentzer et al. 2023). The levels are 8,5,5,5
    /// where nothing is said. Of two, one would be at the end of what bounds them, where there is hardly a slope.
    case levels([Int])

    /// How many codes there may be to choose from.
    static let codes = 2...65_536

    /// Reads a kind of latents.
    ///
    /// - Returns: nil for `real`, latents that are no codes but real numbers.
    /// - Throws: `NetworkError` that says what is wrong.
    public static func latentKind(parsing text: String) throws(NetworkError) -> QuantiserDescription? {
        var words = try ObjectiveWords(text, kind: "a kind of latents", example: "codes 512")
        let kind: QuantiserDescription?
        switch words.name {
        case "real": kind = nil
        case "codes": kind = .codebooks(try CodebookDescription(&words))
        case "fsq": kind = .levels(try levels(&words, text))
        default:
            throw NetworkError("'\(text)': no kind of latents is called '\(words.name)'; there are real, codes, fsq")
        }
        try words.finish()
        return kind
    }

    private static func levels(_ words: inout ObjectiveWords, _ text: String) throws(NetworkError) -> [Int] {
        let levels = try words.counts(of: "levels", in: 3...256) ?? [8, 5, 5, 5]
        guard levels.reduce(1, { min($0 * $1, codes.upperBound + 1) }) <= codes.upperBound else {
            throw NetworkError("'\(text)': its levels make more than \(codes.upperBound) codes")
        }
        return levels
    }

    /// How many codes there are to choose from at each place, of one codebook.
    public var codeCount: Int {
        switch self {
        case .codebooks(let books): books.codes
        case .levels(let levels): levels.reduce(1, *)
        }
    }

    /// How many codes a place has: of several codebooks one after the other.
    public var bookCount: Int {
        switch self {
        case .codebooks(let books): books.residual
        case .levels: 1
        }
    }

    /// Channels of the values that codes stand for.
    package var width: Int {
        switch self {
        case .codebooks(let books): books.width
        case .levels(let levels): levels.count
        }
    }

    /// The weight of the distance of an encoder's values to their codes in the loss.
    public var commitment: Double {
        switch self {
        case .codebooks(let books): books.commitment
        case .levels: 0
        }
    }
}

extension QuantiserDescription: CustomStringConvertible {
    public var description: String {
        switch self {
        case .codebooks(let books): books.description
        case .levels(let levels): "fsq " + levels.map(String.init).joined(separator: ",")
        }
    }
}

/// `codes [K] [width D] [decay G] [commitment B] [revive R] [residual Q]`: Q codebooks of K vectors with D numbers each, which
/// follow the encoder's values as moving averages of decay G (van den Oord et al. 2017, appendix A.1).
///
/// A code that is used less than R times as often as all are in the mean is moved to a value that is far from its code. K is
/// 512, D 64, G 0.99, B 0.25, R 0.05 and Q 1 where nothing is said.
public struct CodebookDescription: Equatable, Sendable, CustomStringConvertible {
    public var codes = 512
    public var width = 64
    public var decay = 0.99
    public var commitment = 0.25
    public var revive = 0.05
    public var residual = 1

    public init() {}

    init(_ words: inout ObjectiveWords) throws(NetworkError) {
        codes = try words.leadingCount(in: QuantiserDescription.codes) ?? codes
        width = try words.count("width", in: 1...4096) ?? width
        decay = try words.option("decay", in: 0...0.9999) ?? decay
        commitment = try words.option("commitment", in: 0...1e6) ?? commitment
        revive = try words.option("revive", in: 0...1) ?? revive
        residual = try words.count("residual", in: 1...32) ?? residual
    }

    public var description: String {
        "codes \(codes) width \(width) decay \(ObjectiveWords.text(decay)) "
            + "commitment \(ObjectiveWords.text(commitment)) revive \(ObjectiveWords.text(revive))"
            + (residual == 1 ? "" : " residual \(residual)")
    }
}
