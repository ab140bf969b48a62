import Threads

/// The points of each cluster, counted and summed.
struct ClusterSums {
    private let width: Int
    private var counts: [Int]
    private var sums: [Double]

    /// Points are summed in so many parts, whatever the number of threads.
    private static let parts = 16

    init(_ points: Points, _ clusters: [Int32], count: Int, team: ThreadTeam) {
        width = points.width
        counts = [Int](repeating: 0, count: count)
        sums = [Double](repeating: 0, count: count * width)
        var parts = [ClusterSums?](repeating: nil, count: Self.parts)
        let empty = self
        parts.withUnsafeMutableBufferPointer { parts in
            let parts = parts
            team.forEach(Self.parts) { part in
                var own = empty
                for point in (0..<points.count).part(part, of: Self.parts) {
                    own.add(points, point, Int(clusters[point]))
                }
                parts[part] = own
            }
        }
        for part in parts { add(part ?? empty) }
    }

    private mutating func add(_ points: Points, _ point: Int, _ cluster: Int) {
        counts[cluster] += 1
        for column in 0..<width { sums[cluster * width + column] += Double(points.values[point * width + column]) }
    }

    private mutating func add(_ other: ClusterSums) {
        for cluster in counts.indices { counts[cluster] += other.counts[cluster] }
        for place in sums.indices { sums[place] += other.sums[place] }
    }

    /// The means. A cluster without points gets the point that is farthest from its centre, the next such cluster the next
    /// one, as long as there are points that are not their centres.
    func centres(_ points: Points, _ nearest: LanePoints.Nearest, keeping old: Points) -> Points {
        var centres = old
        for cluster in counts.indices where counts[cluster] > 0 {
            for column in 0..<width {
                centres.values[cluster * width + column] = Float(
                    sums[cluster * width + column] / Double(counts[cluster]))
            }
        }
        let empty = counts.indices.filter { counts[$0] == 0 }
        if empty.isEmpty { return centres }
        let distances = nearest.squaredDistances
        let far = distances.indices.filter { distances[$0] > 0 }.sorted {
            (distances[$1], $0) < (distances[$0], $1)
        }
        for (cluster, point) in zip(empty, far) {
            centres.values.replaceSubrange(cluster * width..<(cluster + 1) * width, with: points[point])
        }
        return centres
    }
}
