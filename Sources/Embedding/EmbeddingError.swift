/// Why points cannot be embedded.
public enum EmbeddingError: Error, Equatable, CustomStringConvertible {
    /// Perplexity wants three neighbours for each unit of it.
    case tooFewPoints(count: Int, perplexity: Double)
    /// Numbers too large to square and sum.
    case overflow

    public var description: String {
        switch self {
        case .tooFewPoints(let count, let perplexity): Self.tooFew(count, perplexity)
        case .overflow: "the numbers are too large: scale them down"
        }
    }

    private static func tooFew(_ count: Int, _ perplexity: Double) -> String {
        let rows = count == 1 ? "1 row" : "\(count) rows"
        let need = Affinities.neighbours(perplexity: perplexity) + 1
        if count < 4 { return "\(rows) cannot be embedded: 4 at least are needed" }
        return "\(rows), where this perplexity needs \(need): --perplexity \((count - 1) / 3) would do"
    }
}
