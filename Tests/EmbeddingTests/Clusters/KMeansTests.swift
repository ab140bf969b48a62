import Embedding
import TestSupport
import Testing
import Threads

@Suite struct KMeansTests {
    @Test func findsClouds() {
        let points = clouds(600)
        let found = KMeans(of: points, count: 3, seed: 4, team: ThreadTeam(threads: 2))
        #expect(found.emptyClusters == 0)
        for point in 3..<600 { #expect(found.clusters[point] == found.clusters[point % 3]) }
        // No clouds lie nearer to one another than 4, and no point of a cloud is 2 from its centre.
        #expect(found.inertia < 600 * 5 * 0.3)
    }

    @Test func inertiaIsThatOfTheCentres() {
        let points = clouds(100, width: 3)
        let found = KMeans(of: points, count: 7, restarts: 2, seed: 1, team: ThreadTeam(threads: 1))
        var sum = 0.0
        for point in 0..<100 {
            let distances = (0..<7).map { centre in
                zip(points[point], found.centres[centre]).reduce(0.0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
            }
            #expect(abs(distances[Int(found.clusters[point])] - (distances.min() ?? 0)) < 1e-5)
            sum += distances.min() ?? 0
        }
        #expect(abs(found.inertia - sum) < 1e-4)
    }

    @Test func doesNotDependOnThreads() {
        let points = clouds(5000, width: 4)
        let found = [1, 3].map { KMeans(of: points, count: 12, seed: 2, team: ThreadTeam(threads: $0)) }
        #expect(found[0].clusters == found[1].clusters)
        #expect(found[0].centres.values == found[1].centres.values)
        #expect(found[0].inertia == found[1].inertia)
    }

    @Test func moreStartsAreNoWorse() {
        let points = clouds(500, width: 6)
        let team = ThreadTeam(threads: 1)
        let few = (0..<5).map { KMeans(of: points, count: 20, seed: $0, team: team).inertia }
        let many = (0..<5).map { KMeans(of: points, count: 20, restarts: 5, seed: $0, team: team).inertia }
        #expect(zip(many, few).allSatisfy { $0 <= $1 })
        #expect(zip(many, few).contains { $0 < $1 })
    }

    @Test func fewerPointsThatDifferThanClusters() {
        let points = Points(width: 1, values: [3, 3, 3, 8, 8])
        let found = KMeans(of: points, count: 4, seed: 0, team: ThreadTeam(threads: 1))
        #expect(found.inertia == 0)
        #expect(found.emptyClusters == 2)
        #expect(Set(found.clusters).count == 2)
    }

    @Test(arguments: [1e36 as Float, 1e-36]) func numbersWhoseSquaresOverflowOrVanish(unit: Float) {
        let points = Points(width: 1, values: [1, 2, 10, 11].map { $0 * unit })
        let found = KMeans(of: points, count: 2, seed: 0, team: ThreadTeam(threads: 1))
        #expect(found.clusters[0] == found.clusters[1] && found.clusters[2] == found.clusters[3])
        #expect(found.clusters[0] != found.clusters[2])
        #expect(abs(found.inertia / (Double(unit) * Double(unit)) - 1) < 1e-5)
    }

    @Test func inertiaIsNoWorseThanScikitLearns() throws {
        let fixture = try Fixture("latents.expected")
        let points = Points(width: try fixture.width("points"), values: try fixture.floats("points"))
        let theirs = try fixture.doubles("inertia")
        let ours = theirs.indices.map {
            KMeans(of: points, count: 6, restarts: 4, seed: UInt64($0), team: ThreadTeam(threads: 2)).inertia
        }
        #expect(try #require(ours.min()) <= #require(theirs.min()) * (1 + 1e-6))
        #expect(ours.reduce(0, +) <= theirs.reduce(0, +) * 1.001)
    }
}
