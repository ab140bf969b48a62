import Threads

/// The nearest neighbours of every point, found by measuring all distances.
///
/// In the ten to thirty dimensions of latents a search tree visits most points anyway, while sixteen distances at a time
/// keep the processor busy: the work is `count² × width`, half a second for 10,000 points of 12 coordinates on one core.
public struct NearestNeighbours: Sendable {
    /// Neighbours of each point.
    public let neighbours: Int
    /// `count × neighbours`, nearest first; of equally near ones the lower number first. A point is no neighbour of its own.
    public let indices: [Int32]
    /// Squared distances, like `indices`.
    public let squaredDistances: [Float]

    /// Finds `neighbours` (fewer than there are points) for each point. The result does not depend on the threads.
    public init(of points: Points, neighbours: Int, team: ThreadTeam) {
        precondition(neighbours > 0 && neighbours < points.count, "a point has fewer neighbours than there are points")
        let blocks = PointBlocks(points)
        var indices = [Int32](repeating: 0, count: points.count * neighbours)
        var distances = [Float](repeating: 0, count: points.count * neighbours)
        indices.withUnsafeMutableBufferPointer { indices in
            distances.withUnsafeMutableBufferPointer { distances in
                let (indices, distances) = (indices, distances)
                let pieces = (points.count + NeighbourSearch.queries - 1) / NeighbourSearch.queries
                team.forEach(pieces) { piece in
                    let first = piece * NeighbourSearch.queries
                    let queries = first..<min(first + NeighbourSearch.queries, points.count)
                    var search = NeighbourSearch(queries, neighbours: neighbours)
                    search.scan(blocks, points)
                    search.finish { query, rank, index, distance in
                        indices[query * neighbours + rank] = index
                        distances[query * neighbours + rank] = distance
                    }
                }
            }
        }
        self.neighbours = neighbours
        self.indices = indices
        squaredDistances = distances
    }

    /// How many points have no neighbour that differs from them.
    var pointsWithoutDistance: Int {
        stride(from: neighbours - 1, to: squaredDistances.count, by: neighbours).count { squaredDistances[$0] == 0 }
    }
}

/// Points sixteen at a time, coordinate by coordinate; places without a point are infinitely far.
struct PointBlocks: Sendable {
    let width: Int
    let count: Int
    let lanes: [Vector]

    init(_ points: Points) {
        width = points.width
        count = (points.count + 15) / 16
        var lanes = [Vector](repeating: Vector(repeating: .infinity), count: count * width)
        for point in 0..<points.count {
            for column in 0..<points.width {
                lanes[point / 16 * points.width + column][point % 16] = points.values[point * points.width + column]
            }
        }
        self.lanes = lanes
    }
}
