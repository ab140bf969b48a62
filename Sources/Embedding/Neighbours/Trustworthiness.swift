import Threads

/// How far a map may be trusted: whether those near a point in the map are near it among the points too (Venna & Kaski,
/// "Neighborhood preservation in nonlinear projection methods", 2001).
///
/// `1 − 2 / (n k (2n − 3k − 1)) · Σ (rank(i, j) − k)`, over all points `i` and those `j` of the `k` nearest in the map that are
/// not among the `k` nearest of the points; `rank` counts these from 1, by distance. 1 is the best. The sum is taken over a
/// sample of the points, whose ranks are among all.
public struct Trustworthiness: Sendable {
    public let value: Double
    /// The k.
    public let neighbours: Int
    /// How many points the sum is taken over.
    public let sampleCount: Int

    /// - Parameters:
    ///   - map: a row for each point.
    ///   - neighbours: fewer than half of the points.
    ///   - sample: points to look at, taken evenly; all where there are no more.
    public init(of map: Points, for points: Points, neighbours: Int = 15, sample: Int = 5000, team: ThreadTeam) {
        let count = points.count
        precondition(map.count == count && 2 * neighbours < count, "ranks beyond the neighbours")
        self.neighbours = neighbours
        let rows = points.sample(sample)
        sampleCount = rows.count
        let ranks = Ranks(points: points.divided(by: points.squaringUnit), neighbours: neighbours)
        let map = map.divided(by: map.squaringUnit)
        let blocks = PointBlocks(map)
        let runs = (sampleCount + Self.run - 1) / Self.run
        var excesses = [Int](repeating: 0, count: runs)
        excesses.withUnsafeMutableBufferPointer { excesses in
            let excesses = excesses
            team.forEach(runs) { run in
                let own = Array(rows[run * Self.run..<min((run + 1) * Self.run, rows.count)])
                let search = NeighbourSearch(own, of: map, blocks, neighbours: neighbours, areThePoints: true)
                search.scan()
                var near: [Int32] = []
                search.finish { _, _, point, _ in near.append(point) }
                excesses[run] = ranks.excess(of: near, about: own)
            }
        }
        let (n, k) = (Double(count), Double(neighbours))
        let worst = Double(sampleCount) * k * (2 * n - 3 * k - 1) / 2
        value = 1 - Double(excesses.reduce(0, +)) / worst
    }

    /// Points of the sample that one thread looks at together: a part of all points stays in the cache for them.
    private static let run = 32
}

/// Which neighbour of one another points are.
private struct Ranks {
    private let points: Points
    private let lanes: LanePoints
    private let neighbours: Int

    /// Blocks of sixteen points that stay in the cache.
    private static let tile = 64

    init(points: Points, neighbours: Int) {
        (self.points, self.neighbours) = (points, neighbours)
        lanes = LanePoints(points)
    }

    /// By how much the ranks of points, `neighbours` of each of `rows`, are beyond those of the nearest, in all.
    func excess(of near: [Int32], about rows: [Int32]) -> Int {
        let limits = rows.indices.map { row in
            near[row * neighbours..<(row + 1) * neighbours].map { distance(Int(rows[row]), Int($0)) }.sorted()
        }
        // For each row, how many points are nearer than the first limit, from there on nearer than the second, and so on.
        var nearer = [[Int]](repeating: [Int](repeating: 0, count: neighbours + 1), count: rows.count)
        let blocks = (points.count + 15) / 16
        for tile in stride(from: 0, to: blocks, by: Self.tile) {
            for row in rows.indices {
                for block in tile..<min(tile + Self.tile, blocks) {
                    count(block, about: Int(rows[row]), limits[row], &nearer[row])
                }
            }
        }
        return nearer.reduce(0) { $0 + excess($1) }
    }

    private func excess(_ nearer: [Int]) -> Int {
        // The point itself is nearer than all and no neighbour: a rank, from 1, is the number of nearer points.
        var (rank, sum) = (0, 0)
        for place in 0..<neighbours {
            rank += nearer[place]
            sum += max(0, rank - neighbours)
        }
        return sum
    }

    private func count(_ block: Int, about point: Int, _ limits: [Float], _ nearer: inout [Int]) {
        let distances = lanes.squaredDistances(block, points.values, point)
        for lane in 0..<min(16, points.count - 16 * block) {
            var place = neighbours
            while place > 0 && distances[lane] < limits[place - 1] { place -= 1 }
            nearer[place] += 1
        }
    }

    private func distance(_ point: Int, _ other: Int) -> Float {
        lanes.squaredDistances(other / 16, points.values, point)[other % 16]
    }
}
