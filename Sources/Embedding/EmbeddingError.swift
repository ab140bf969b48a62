/// Why points cannot be embedded.
public enum EmbeddingError: Error, Equatable, CustomStringConvertible {
    /// Perplexity wants three neighbours for each unit of it.
    case tooFewPoints(count: Int, perplexity: Double)
    /// Fewer points than a point is to be near to, itself among them.
    case tooFewForNeighbours(count: Int, neighbours: Int)
    /// Numbers too large to square and sum.
    case overflow

    public var description: String {
        switch self {
        case .tooFewPoints(let count, let perplexity): Self.tooFew(count, perplexity)
        case .tooFewForNeighbours(let count, let neighbours):
            Self.rows(count) + ", too few for \(neighbours) neighbours"
                + (count > 1 ? ": --neighbors \(count) would do" : "")
        case .overflow: "the numbers are too large: scale them down"
        }
    }

    private static func rows(_ count: Int) -> String { count == 1 ? "1 row" : "\(count) rows" }

    private static func tooFew(_ count: Int, _ perplexity: Double) -> String {
        let rows = rows(count)
        let need = Affinities.neighbours(perplexity: perplexity) + 1
        if count < 4 { return "\(rows) cannot be embedded: 4 at least are needed" }
        return "\(rows), where this perplexity needs \(need): --perplexity \((count - 1) / 3) would do"
    }
}
