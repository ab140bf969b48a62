import Threads

/// The nearest neighbours of points.
///
/// They are found by looking at all pairs, or most of them by looking at those of near cells (`CellScan`). In the ten to
/// thirty dimensions of latents a search tree visits most points anyway, while sixteen products at a time keep the processor
/// busy: the work is `queries × points × width`, or a share of that.
public struct NearestNeighbours: Sendable {
    /// Neighbours of each query.
    public let neighbours: Int
    /// `queries × neighbours`, nearest first; of equally near ones the lower number first. A point is no neighbour of its own.
    public internal(set) var indices: [Int32]
    /// Squared distances in units of `unit`, like `indices`.
    public internal(set) var squaredDistances: [Float]
    /// The share of the neighbours of a sample of the queries that were found.
    public internal(set) var recall = 1.0
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

    /// Finds the share `recall` of them, in a sample at least: all where that is 1, or where it would be no faster. nil is the
    /// share that maps are made with where nothing is said: all of up to 100,000 points, most of more, which are found in a tenth
    /// of the time.
    init(of points: Points, neighbours: Int, recall: Double?, team: ThreadTeam) {
        let recall = recall ?? (points.count > 100_000 ? 0.99 : 1)
        if CellScan.isWorthwhile(queries: points.count, recall: recall) {
            self = CellScan(of: points, neighbours: neighbours, recall: recall, team: team).neighbours(team: team)
        } else {
            self.init(of: points, neighbours: neighbours, team: team)
        }
    }

    /// The distance at a place of `indices`.
    public func distance(_ place: Int) -> Float { squaredDistances[place].squareRoot() * unit }

    /// How many points have no neighbour that differs from them.
    var pointsWithoutDistance: Int {
        stride(from: neighbours - 1, to: squaredDistances.count, by: neighbours).count { squaredDistances[$0] == 0 }
    }
}
