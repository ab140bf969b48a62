/// How a picture of points is found.
public struct TSNESettings: Sendable {
    /// About how many neighbours a point keeps near.
    public var perplexity = 30.0
    /// Steps in all; a third of them, at most 250, draw neighbours together first.
    public var iterations = 750
    /// What attraction is multiplied by in those first steps.
    public var exaggeration = 12.0
    /// How wide, seen from a point, a cell of others may look and still be taken as one; 0 is exact.
    public var theta = 0.5
    /// The share of the neighbours to find; nil is the usual one of so many points (`NearestNeighbours`).
    public var recall: Double?
    public var seed: UInt64 = 0

    public init() {}

    var exaggeratedIterations: Int { min(250, iterations / 3) }
}
