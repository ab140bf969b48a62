/// How a map of points is found.
public struct UMAPSettings: Sendable {
    /// How many points, itself among them, a point is near to.
    public var neighbours = 15
    /// How near points of the map may come to one another.
    public var minimalDistance = 0.1
    /// How far apart the points of a clump lie, about.
    public var spread = 1.0
    /// Passes over the pairs; nil is 500 for up to 10,000 points, else 200.
    public var epochs: Int?
    /// Coordinates of the map.
    public var dimensions = 2
    /// Points that a point is pushed off for each neighbour that it is drawn to.
    public var negatives = 5
    /// The share of the neighbours to find; nil is the usual one of so many points (`NearestNeighbours`).
    public var recall: Double?
    public var seed: UInt64 = 0

    public init() {}

    /// Passes over the pairs of so many points.
    public func epochs(of points: Int) -> Int { epochs ?? (points > 10_000 ? 200 : 500) }
}
