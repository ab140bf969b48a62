import Threads

/// Points made ready for the search of the nearest neighbours of others, or of their own.
public struct NeighbourScan: Sendable {
    private let queries: Points
    private let blocks: PointBlocks
    /// Whether the queries are the points, which are no neighbours of themselves.
    private let areTheSame: Bool
    /// What a distance has to be multiplied by.
    private let unit: Float

    /// - Parameter points: as wide as the queries; nil where these look among themselves.
    public init(of queries: Points, among points: Points? = nil) {
        precondition(points.map { $0.width == queries.width } ?? true, "queries are as wide as the points")
        unit = max(queries.squaringUnit, points?.squaringUnit ?? 0)
        self.queries = queries.divided(by: unit)
        areTheSame = points == nil
        blocks = PointBlocks(points.map { [unit] in $0.divided(by: unit) } ?? self.queries)
    }

    /// Finds the nearest neighbours of a run of the queries: fewer than there are points where these look among themselves,
    /// else at most as many. The result does not depend on the threads.
    public func neighbours(of range: Range<Int>, count: Int, team: ThreadTeam) -> NearestNeighbours {
        precondition(count > 0 && count <= blocks.points.count - (areTheSame ? 1 : 0), "no more neighbours than points")
        var found = NearestNeighbours(queries: range.count, neighbours: count, unit: unit)
        found.indices.withUnsafeMutableBufferPointer { indices in
            found.squaredDistances.withUnsafeMutableBufferPointer { distances in
                let (indices, distances) = (indices, distances)
                let pieces = (range.count + NeighbourSearch.queries - 1) / NeighbourSearch.queries
                team.forEach(pieces) { piece in
                    let first = range.lowerBound + piece * NeighbourSearch.queries
                    let rows = (first..<min(first + NeighbourSearch.queries, range.upperBound)).map { Int32($0) }
                    let search = NeighbourSearch(
                        rows, of: queries, blocks, neighbours: count, areThePoints: areTheSame)
                    search.scan()
                    search.finish { query, rank, index, distance in
                        indices[(query - range.lowerBound) * count + rank] = index
                        distances[(query - range.lowerBound) * count + rank] = distance
                    }
                }
            }
        }
        return found
    }
}
