import Threads

/// The search of neighbours in the cells near a query: most of them are found in a small part of the time that looking at all
/// points takes.
///
/// How many cells it takes to find the share of the neighbours that is asked for, the recall, a sample of the queries says,
/// whose neighbours are found exactly. Where it would be many cells, all points are looked at.
public struct CellScan: Sendable {
    private let neighbours: Int
    /// The share of the sample's neighbours that are found; 1 where all points are looked at.
    private var recall = 1.0

    private let queries: Points
    private let cells: NeighbourCells
    private let areTheSame: Bool
    private let unit: Float
    /// Cells that are looked at for a query; nil for all.
    private var probes: Int?

    /// Queries of the sample, at most.
    private static let sample = 1000

    /// Whether there is something to be saved: no more queries than the sample has are soon searched for among all points.
    public static func isWorthwhile(queries: Int, recall: Double) -> Bool { recall < 1 && queries > sample }

    /// Beyond the share of the cells that this divides them by, looking at all points is no slower.
    private static let worthwhile = 4

    /// - Parameters:
    ///   - points: as wide as the queries; nil where these look among themselves.
    ///   - recall: the share of the neighbours to find, above 0.
    public init(of queries: Points, among points: Points? = nil, neighbours: Int, recall: Double, team: ThreadTeam) {
        let present = points?.count ?? queries.count - 1
        precondition(neighbours > 0 && neighbours <= present, "no more neighbours than points")
        self.neighbours = neighbours
        unit = max(queries.squaringUnit, points?.squaringUnit ?? 0)
        self.queries = queries.divided(by: unit)
        areTheSame = points == nil
        cells = NeighbourCells(points.map { [unit] in $0.divided(by: unit) } ?? self.queries, team: team)
        choose(recall, team)
    }

    /// Finds the neighbours of all queries. The result does not depend on the threads.
    ///
    /// - Parameter report: hears how many of the queries are done.
    public func neighbours(team: ThreadTeam, report: (Int) -> Void = { _ in }) -> NearestNeighbours {
        var found = NearestNeighbours(queries: queries.count, neighbours: neighbours, unit: unit)
        found.recall = recall
        let order = order(team)
        found.indices.withUnsafeMutableBufferPointer { indices in
            found.squaredDistances.withUnsafeMutableBufferPointer { distances in
                let (indices, distances) = (indices, distances)
                for first in stride(from: 0, to: order.count, by: Self.step) {
                    let part = order[first..<min(first + Self.step, order.count)]
                    forEachRun(of: part, team) { _, rows in
                        let search = search(rows)
                        search.finish { query, rank, index, distance in
                            indices[query * neighbours + rank] = index
                            distances[query * neighbours + rank] = distance
                        }
                    }
                    report(first + part.count)
                }
            }
        }
        return found
    }

    /// Queries between reports.
    private static let step = 65_536

    /// The queries cell by cell: those of one look at much the same cells.
    private func order(_ team: ThreadTeam) -> [Int32] {
        let own = areTheSame ? cells.cells : nearestCells(of: (0..<queries.count).map { Int32($0) }, count: 1, team)
        var members = [[Int32]](repeating: [], count: cells.count)
        for (query, cell) in own.enumerated() { members[Int(cell)].append(Int32(query)) }
        return members.flatMap { $0 }
    }

    /// Each run of queries is searched for by one thread, which is told the run's number.
    private func forEachRun(of rows: ArraySlice<Int32>, _ team: ThreadTeam, _ body: (Int, [Int32]) -> Void) {
        team.forEach(Self.runs(of: rows.count)) { run in
            let first = rows.startIndex + run * NeighbourSearch.queries
            body(run, Array(rows[first..<min(first + NeighbourSearch.queries, rows.endIndex)]))
        }
    }

    private static func runs(of rows: Int) -> Int { (rows + NeighbourSearch.queries - 1) / NeighbourSearch.queries }

    private func search(_ rows: [Int32]) -> NeighbourSearch {
        let search = NeighbourSearch(rows, of: queries, cells.blocks, neighbours: neighbours, areThePoints: areTheSame)
        guard let probes else {
            search.scan()
            return search
        }
        for (cell, interested) in interested(rows, probes) {
            search.scan(interested, cells.starts[cell]..<cells.starts[cell + 1])
        }
        search.complete()
        return search
    }

    /// The cells that queries look at, and which of these do so, the nearest cells first.
    private func interested(_ rows: [Int32], _ probes: Int) -> [(cell: Int, queries: [Int])] {
        let near = nearestCells(of: rows, count: probes)
        var places = [Int](repeating: -1, count: cells.count)
        var interested: [(cell: Int, queries: [Int])] = []
        for rank in 0..<probes {
            for query in rows.indices {
                let cell = Int(near[query * probes + rank])
                if places[cell] < 0 {
                    places[cell] = interested.count
                    interested.append((cell, []))
                }
                interested[places[cell]].queries.append(query)
            }
        }
        return interested
    }

    /// The cells whose centres are nearest, `count` for each query, nearest first.
    private func nearestCells(of rows: [Int32], count: Int) -> [Int32] {
        let search = NeighbourSearch(rows, of: queries, cells.centres, neighbours: count, areThePoints: false)
        search.scan()
        var found: [Int32] = []
        found.reserveCapacity(rows.count * count)
        search.finish { _, _, cell, _ in found.append(cell) }
        return found
    }

    private func nearestCells(of rows: [Int32], count: Int, _ team: ThreadTeam) -> [Int32] {
        var found = [Int32](repeating: 0, count: queries.count * count)
        found.withUnsafeMutableBufferPointer { found in
            let found = found
            forEachRun(of: rows[...], team) { _, rows in
                let own = nearestCells(of: rows, count: count)
                for (place, cell) in own.enumerated() { found[Int(rows[place / count]) * count + place % count] = cell }
            }
        }
        return found
    }

    /// Chooses the fewest cells that hold the share of the sample's neighbours.
    private mutating func choose(_ recall: Double, _ team: ThreadTeam) {
        let most = max(1, cells.count / Self.worthwhile)
        let sample = queries.sample(Self.sample)
        let found = neighboursByRank(of: sample, most, team)
        let all = Double(sample.count * neighbours)
        var sum = 0
        for rank in 0..<most {
            sum += found[rank]
            if Double(sum) >= recall * all {
                (probes, self.recall) = (rank + 1, Double(sum) / all)
                return
            }
        }
    }

    /// How many of the sample's neighbours are in the nearest cell of their queries, in the next, and so on.
    private func neighboursByRank(of rows: [Int32], _ most: Int, _ team: ThreadTeam) -> [Int] {
        var counts = [[Int]](repeating: [], count: Self.runs(of: rows.count))
        counts.withUnsafeMutableBufferPointer { counts in
            let counts = counts
            forEachRun(of: rows[...], team) { counts[$0] = neighboursByRank(of: $1, most) }
        }
        return counts.reduce(into: [Int](repeating: 0, count: most)) { sums, own in
            for rank in 0..<most { sums[rank] += own[rank] }
        }
    }

    private func neighboursByRank(of rows: [Int32], _ most: Int) -> [Int] {
        let near = nearestCells(of: rows, count: most)
        var counts = [Int](repeating: 0, count: most)
        var ranks = [Int](repeating: most, count: cells.count)
        let search = search(rows)
        var query = -1
        search.finish { _, rank, point, _ in
            if rank == 0 {
                query += 1
                for cell in ranks.indices { ranks[cell] = most }
                for place in 0..<most { ranks[Int(near[query * most + place])] = place }
            }
            let place = ranks[Int(cells.cells[Int(point)])]
            if place < most { counts[place] += 1 }
        }
        return counts
    }
}
