import Embedding
import Testing
import Threads

@Suite struct NearestNeighboursTests {
    @Test(arguments: [(5, 1, 4), (64, 3, 7), (131, 5, 90), (1500, 12, 33), (700, 40, 3)])
    func areThoseOfAllDistancesSorted(count: Int, width: Int, neighbours: Int) {
        let points = clouds(count, width: width)
        let found = NearestNeighbours(of: points, neighbours: neighbours, team: ThreadTeam(threads: 2))
        for point in stride(from: 0, to: count, by: 7) {
            let expected = sorted(points, from: points[point]).filter { $0.1 != point }.prefix(neighbours)
            let distances = found.squaredDistances[point * neighbours..<(point + 1) * neighbours]
            #expect(zip(distances, expected).allSatisfy { abs($0 - $1.0) <= 1e-5 * max(1, $1.0) })
            let indices = Set(found.indices[point * neighbours..<(point + 1) * neighbours])
            #expect(indices.count == neighbours)
            #expect(!indices.contains(Int32(point)))
        }
    }

    /// All points, by squared distance.
    private func sorted(_ points: Points, from place: ArraySlice<Float>) -> [(Float, Int)] {
        (0..<points.count).map { other in
            (zip(place, points[other]).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }, other)
        }.sorted { $0 < $1 }
    }

    @Test func equalPointsAreTakenInOrder() {
        let points = Points(width: 2, values: [Float](repeating: 1, count: 200))
        let found = NearestNeighbours(of: points, neighbours: 3, team: ThreadTeam(threads: 1))
        #expect(found.indices[0..<3] == [1, 2, 3])
        #expect(found.indices[150..<153] == [0, 1, 2])
        #expect(found.squaredDistances.allSatisfy { $0 == 0 })
    }

    @Test func equallyFarPointsAreTakenInOrderWhereverTheMiddleIs() {
        let points = Points(width: 1, values: (0..<500).map { Float($0 % 250) })
        let found = NearestNeighbours(of: points, neighbours: 5, team: ThreadTeam(threads: 1))
        for point in 2..<248 {
            let indices = found.indices[5 * point..<5 * point + 5].map { Int($0) }
            #expect(indices == [point + 250, point - 1, point + 1, point + 249, point + 251])
            #expect(found.squaredDistances[5 * point..<5 * point + 5] == [0, 1, 1, 1, 1])
        }
    }

    /// Far from the middle, where products lose all digits that part the points.
    @Test func clumpsFarApartAreSearchedExactly() {
        let values = (0..<900).map { Float(($0 % 3) * 1_000_000) + Float($0 / 3) }
        let found = NearestNeighbours(of: Points(width: 1, values: values), neighbours: 2, team: ThreadTeam(threads: 1))
        for point in 3..<897 {
            #expect(found.indices[2 * point..<2 * point + 2].map { Int($0) } == [point - 3, point + 3])
        }
    }

    @Test(arguments: [1e30 as Float, 1e-40]) func numbersWhoseSquaresOverflowOrVanish(unit: Float) {
        let points = Points(width: 1, values: [1, 2, 4, 8, 16].map { $0 * unit })
        let found = NearestNeighbours(of: points, neighbours: 1, team: ThreadTeam(threads: 1))
        #expect(found.indices == [1, 0, 1, 2, 3])
        #expect(zip(0..<5, [1, 1, 2, 4, 8]).allSatisfy { abs(found.distance($0) / unit - $1) < 1e-3 })
    }
}

@Suite struct NeighbourScanTests {
    @Test func othersAreSoughtAmongPoints() {
        let points = Points(width: 2, values: [0, 0, 5, 5, 1, 0, 0, 0])
        let queries = Points(width: 2, values: [0, 0, 4, 4, 9, 9])
        let found = NeighbourScan(of: queries, among: points).neighbours(
            of: 0..<3, count: 4, team: ThreadTeam(threads: 2))
        #expect(found.indices == [0, 3, 2, 1, 1, 2, 0, 3, 1, 2, 0, 3])
        #expect(found.distance(0) == 0 && found.distance(3) == Float(50).squareRoot())
    }

    @Test func runsMakeTheWhole() {
        let points = clouds(500)
        let team = ThreadTeam(threads: 2)
        let whole = NearestNeighbours(of: points, neighbours: 6, team: team)
        let scan = NeighbourScan(of: points)
        let parts = [0..<100, 100..<101, 101..<500].map { scan.neighbours(of: $0, count: 6, team: team) }
        #expect(parts.flatMap(\.indices) == whole.indices)
        #expect(parts.flatMap(\.squaredDistances) == whole.squaredDistances)
    }
}
