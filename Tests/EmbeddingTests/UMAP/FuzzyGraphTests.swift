import Embedding
import TestSupport
import Testing
import Threads

@Suite struct FuzzyGraphTests {
    @Test func weightsAreThoseOfUmapLearn() throws {
        let fixture = try Fixture("latents.expected")
        let points = Points(width: try fixture.width("points"), values: try fixture.floats("points"))
        let expected = try fixture.floats("graph")
        let team = ThreadTeam(threads: 2)
        let nearest = NearestNeighbours(of: points, neighbours: 14, team: team)
        let epochs = 500
        let graph = FuzzyGraph(nearest, epochs: epochs, team: team)
        var found = [Float](repeating: 0, count: expected.count)
        for row in 0..<points.count {
            for pair in graph.starts[row]..<graph.starts[row + 1] {
                found[row * points.count + Int(graph.columns[pair])] = graph.weights[pair]
            }
        }
        #expect(zip(found, expected).allSatisfy { abs($0 - ($1 * Float(epochs) < 1 ? 0 : $1)) < 1e-5 })
        #expect(found.contains { $0 > 0.999 })
    }
}
