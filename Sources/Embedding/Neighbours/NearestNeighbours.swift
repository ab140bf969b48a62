import Threads

/// The nearest neighbours of points, found by looking at all pairs.
///
/// In the ten to thirty dimensions of latents a search tree visits most points anyway, while sixteen products at a time
/// keep the processor busy: the work is `queries × points × width`.
public struct NearestNeighbours: Sendable {
    /// Neighbours of each query.
    public let neighbours: Int
    /// `queries × neighbours`, nearest first; of equally near ones the lower number first. A point is no neighbour of its own.
    public internal(set) var indices: [Int32]
    /// Squared distances in units of `unit`, like `indices`.
    public internal(set) var squaredDistances: [Float]
    /// A power of two, 1 unless the squares of the points' numbers would overflow or vanish.
    public let unit: Float

    init(queries: Int, neighbours: Int, unit: Float) {
        self.neighbours = neighbours
        self.unit = unit
        indices = [Int32](repeating: 0, count: queries * neighbours)
        squaredDistances = [Float](repeating: 0, count: queries * neighbours)
    }

    /// Finds `neighbours` (fewer than there are points) for each point. The result does not depend on the threads.
    public init(of points: Points, neighbours: Int, team: ThreadTeam) {
        self = NeighbourScan(of: points).neighbours(of: 0..<points.count, count: neighbours, team: team)
    }

    /// The distance at a place of `indices`.
    public func distance(_ place: Int) -> Float { squaredDistances[place].squareRoot() * unit }

    /// How many points have no neighbour that differs from them.
    var pointsWithoutDistance: Int {
        stride(from: neighbours - 1, to: squaredDistances.count, by: neighbours).count { squaredDistances[$0] == 0 }
    }
}
