import Embedding
import Testing
import Threads

@Suite struct CellScanTests {
    private let team = ThreadTeam(threads: 2)

    @Test(arguments: [0.7, 0.95]) func findsTheShareThatIsAskedFor(recall: Double) {
        let points = clouds(6000, width: 8)
        let found = CellScan(of: points, neighbours: 10, recall: recall, team: team).neighbours(team: team)
        let all = NearestNeighbours(of: points, neighbours: 10, team: team)
        let share = share(of: all, in: found)
        #expect(found.recall >= recall && found.recall < 1)
        // A thousand points are the sample.
        #expect(abs(share - found.recall) < 0.03)
    }

    @Test func whatIsFoundIsInOrderAndAtItsDistance() {
        let points = clouds(3000)
        let found = CellScan(of: points, neighbours: 7, recall: 0.8, team: team).neighbours(team: team)
        for point in stride(from: 0, to: 3000, by: 11) {
            let places = 7 * point..<7 * point + 7
            #expect(Set(found.indices[places]).count == 7 && !found.indices[places].contains(Int32(point)))
            #expect(found.squaredDistances[places].sorted() == Array(found.squaredDistances[places]))
            for place in places {
                let other = points[Int(found.indices[place])]
                let distance = zip(points[point], other).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
                #expect(abs(distance - found.squaredDistances[place]) < 1e-4)
            }
        }
    }

    @Test func doesNotDependOnThreads() {
        let (points, queries) = (clouds(4000), clouds(700, seed: 5))
        let found = [1, 3].map { threads in
            let team = ThreadTeam(threads: threads)
            return CellScan(of: queries, among: points, neighbours: 4, recall: 0.8, team: team).neighbours(team: team)
        }
        #expect(found[0].indices == found[1].indices)
        #expect(found[0].squaredDistances == found[1].squaredDistances)
        #expect(found[0].recall == found[1].recall)
    }

    @Test func othersAreFoundAmongPoints() {
        let (points, queries) = (clouds(4000), clouds(900, seed: 5))
        let found = CellScan(of: queries, among: points, neighbours: 4, recall: 0.9, team: team).neighbours(team: team)
        let all = NeighbourScan(of: queries, among: points).neighbours(of: 0..<900, count: 4, team: team)
        #expect(found.recall < 1 && abs(share(of: all, in: found) - found.recall) < 0.01)
    }

    @Test func allAreFoundWhereFewCellsWouldNotDo() {
        let points = clouds(300)
        let found = CellScan(of: points, neighbours: 150, recall: 0.999, team: team).neighbours(team: team)
        #expect(found.recall == 1)
        #expect(found.indices == NearestNeighbours(of: points, neighbours: 150, team: team).indices)
    }

    /// All in one place: the cells that are left share them out.
    @Test func equalPointsAreTakenInOrder() {
        let points = Points(width: 3, values: [Float](repeating: 2, count: 3 * 5000))
        let found = CellScan(of: points, neighbours: 3, recall: 0.9, team: team).neighbours(team: team)
        #expect(found.indices[0..<3] == [1, 2, 3])
        #expect(found.indices[14_700..<14_703] == [0, 1, 2])
        #expect(found.squaredDistances.allSatisfy { $0 == 0 })
    }

    @Test(arguments: [1, 2, 5]) func aFewPointsHaveTheirNeighbours(count: Int) {
        let queries = clouds(3)
        let points = clouds(count, seed: 4)
        let found = CellScan(of: queries, among: points, neighbours: count, recall: 0.1, team: team)
            .neighbours(team: team)
        for query in 0..<3 {
            #expect(Set(found.indices[query * count..<(query + 1) * count]) == Set((0..<count).map { Int32($0) }))
        }
    }

    @Test(arguments: [1e30 as Float, 1e-40]) func numbersWhoseSquaresOverflowOrVanish(unit: Float) {
        let points = Points(width: 1, values: (0..<400).map { Float($0) * unit })
        let found = CellScan(of: points, neighbours: 2, recall: 0.5, team: team).neighbours(team: team)
        #expect(found.squaredDistances.allSatisfy { $0.isFinite })
        #expect((0..<400).allSatisfy { abs(found.distance(2 * $0) / unit - 1) < 1e-3 })
    }

    private func share(of all: NearestNeighbours, in found: NearestNeighbours) -> Double {
        let width = all.neighbours
        let hits = stride(from: 0, to: all.indices.count, by: width).reduce(0) {
            $0 + Set(all.indices[$1..<$1 + width]).intersection(found.indices[$1..<$1 + width]).count
        }
        return Double(hits) / Double(all.indices.count)
    }
}
