import Embedding
import Testing
import Threads

@Suite struct NearestNeighboursTests {
    @Test(arguments: [(5, 1, 4), (64, 3, 7), (131, 5, 90), (1500, 12, 33)])
    func areThoseOfAllDistancesSorted(count: Int, width: Int, neighbours: Int) {
        let points = clouds(count, width: width)
        let found = NearestNeighbours(of: points, neighbours: neighbours, team: ThreadTeam(threads: 2))
        for point in stride(from: 0, to: count, by: 7) {
            let others = (0..<count).filter { $0 != point }.map { other in
                (zip(points[point], points[other]).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }, other)
            }
            let expected = others.sorted { $0 < $1 }.prefix(neighbours)
            let distances = found.squaredDistances[point * neighbours..<(point + 1) * neighbours]
            #expect(zip(distances, expected).allSatisfy { abs($0 - $1.0) <= 1e-5 * max(1, $1.0) })
            let indices = Set(found.indices[point * neighbours..<(point + 1) * neighbours])
            #expect(indices.count == neighbours)
            #expect(!indices.contains(Int32(point)))
        }
    }

    @Test func equalPointsAreTakenInOrder() {
        let points = Points(width: 2, values: [Float](repeating: 1, count: 200))
        let found = NearestNeighbours(of: points, neighbours: 3, team: ThreadTeam(threads: 1))
        #expect(found.indices[0..<3] == [1, 2, 3])
        #expect(found.indices[150..<153] == [0, 1, 2])
        #expect(found.squaredDistances.allSatisfy { $0 == 0 })
    }
}
