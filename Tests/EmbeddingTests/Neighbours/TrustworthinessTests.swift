import Embedding
import Testing
import Threads

@Suite struct TrustworthinessTests {
    private let team = ThreadTeam(threads: 2)

    private func trust(_ map: Points, _ points: Points, neighbours: Int = 5, sample: Int = .max) -> Double {
        Trustworthiness(of: map, for: points, neighbours: neighbours, sample: sample, team: team).value
    }

    @Test func thePointsThemselvesAreTrustedWholly() {
        let points = clouds(200)
        #expect(trust(points, points) == 1)
        #expect(trust(points, points, neighbours: 30, sample: 50) == 1)
    }

    /// Beside each point of the map lies one of the other clump.
    @Test func aMapThatMixesClumpsIsLittleTrusted() {
        var (points, map) = (Points(width: 2, values: []), Points(width: 1, values: []))
        for point in 0..<12 {
            let (pair, clump) = (Float(point / 2), Float(point % 2))
            points.values += [100 * clump, pair * pair]
            map.values.append(pair * pair + 0.001 * clump)
        }
        #expect(abs(trust(map, points, neighbours: 1) - expected(map, points, 1)) < 1e-12)
        #expect(trust(map, points, neighbours: 1) < 0.6)
    }

    @Test(arguments: [1, 4, 20]) func isTheFormulasOverAllPoints(neighbours: Int) {
        let points = clouds(150)
        let map = clouds(150, width: 2, seed: 9)
        #expect(abs(trust(map, points, neighbours: neighbours) - expected(map, points, neighbours)) < 1e-12)
    }

    @Test func aSampleIsNearTheWhole() {
        let points = clouds(3000)
        let map = Points(width: 2, values: (0..<3000).flatMap { points[$0].prefix(2) })
        let part = Trustworthiness(of: map, for: points, sample: 1000, team: team)
        #expect(part.sampleCount == 1000 && part.neighbours == 15)
        #expect(abs(part.value - trust(map, points, neighbours: 15)) < 0.01)
    }

    @Test func doesNotDependOnThreadsOrUnits() {
        let (points, map) = (clouds(500), clouds(500, width: 2, seed: 9))
        let one = Trustworthiness(of: map, for: points, neighbours: 5, sample: 300, team: ThreadTeam(threads: 1))
        #expect(trust(map, points, sample: 300) == one.value)
        let far = Points(width: points.width, values: points.values.map { $0 * 0x1p90 })
        #expect(trust(map, far, sample: 300) == one.value)
    }

    /// Venna and Kaski's sum as it stands.
    private func expected(_ map: Points, _ points: Points, _ neighbours: Int) -> Double {
        let count = points.count
        var sum = 0
        for point in 0..<count {
            let near = sorted(map, about: point).prefix(neighbours)
            for (place, other) in sorted(points, about: point).enumerated() where near.contains(other) {
                sum += max(0, place + 1 - neighbours)
            }
        }
        return 1 - 2 * Double(sum) / Double(count * neighbours * (2 * count - 3 * neighbours - 1))
    }

    private func sorted(_ points: Points, about point: Int) -> [Int] {
        func distance(_ other: Int) -> Float {
            zip(points[point], points[other]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        }
        return (0..<points.count).filter { $0 != point }.sorted { (distance($0), $0) < (distance($1), $1) }
    }
}
