import Glibc
import TensorStreams
import Threads

/// Clusters whose centres are the means of their points: k-means (Lloyd 1982), begun by k-means++ (Arthur & Vassilvitskii
/// 2007) with a few candidates for each centre, of which the best stays.
public struct KMeans: Sendable {
    /// A row for each cluster.
    public private(set) var centres: Points
    /// The cluster of each point, from 0; of equally near centres the first.
    public private(set) var clusters: [Int32]
    /// The sum of the squared distances of the points from their centres.
    public private(set) var inertia: Double
    public private(set) var iterations = 0

    /// Finds clusters from several starts; those of the least inertia stay. Does not depend on the threads.
    ///
    /// - Parameters:
    ///   - count: how many, at most as many as there are points. A cluster has no points where fewer of these differ.
    ///   - report: hears how many of the starts are done.
    public init(
        of points: Points, count: Int, restarts: Int = 1, iterations limit: Int = 300, seed: UInt64, team: ThreadTeam,
        report: (Int) -> Void = { _ in }
    ) {
        precondition(count > 0 && count <= points.count, "no more clusters than points")
        let unit = points.squaringUnit
        let points = points.divided(by: unit)
        let blocks = LanePoints(points)
        var best = KMeans(blocks, points, count, limit, RandomSource(seed: seed), team)
        report(1)
        for restart in 1..<max(1, restarts) {
            let other = KMeans(blocks, points, count, limit, RandomSource(seed: seed, stream: UInt64(restart)), team)
            if other.inertia < best.inertia { best = other }
            report(restart + 1)
        }
        self = best
        centres = Points(width: points.width, values: centres.values.map { $0 * unit })
        inertia *= Double(unit) * Double(unit)
    }

    private init(
        _ blocks: LanePoints, _ points: Points, _ count: Int, _ limit: Int, _ random: RandomSource, _ team: ThreadTeam
    ) {
        var start = CentreSeeds(random: random)
        centres = start.centres(of: points, blocks, count: count, team: team)
        var nearest = blocks.nearest(of: centres, team: team)
        while iterations < limit {
            iterations += 1
            let sums = ClusterSums(points, nearest.centres, count: count, team: team)
            centres = sums.centres(points, nearest, keeping: centres)
            let next = blocks.nearest(of: centres, team: team)
            let isDone = next.centres == nearest.centres
            nearest = next
            if isDone { break }
        }
        clusters = nearest.centres
        inertia = nearest.squaredDistances.reduce(0) { $0 + Double($1) }
    }

    /// How many clusters have no points.
    public var emptyClusters: Int { centres.count - Set(clusters).count }
}
