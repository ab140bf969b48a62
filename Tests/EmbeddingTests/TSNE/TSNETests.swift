import Embedding
import Testing
import Threads

@Suite struct TSNETests {
    private let team = ThreadTeam(threads: 2)

    private func affinities(_ count: Int) -> Affinities {
        let nearest = NearestNeighbours(of: clouds(count), neighbours: 15, team: team)
        return Affinities(nearest, perplexity: 5, team: team)
    }

    private func divergence(_ places: [SIMD2<Float>], _ affinities: Affinities) -> Double {
        let repulsion = Repulsion(of: places, theta: 0, team: team)
        return Picture(places).divergence(affinities, repulsion.sum, team: team)
    }

    @Test func stepFollowsTheSlopeOfTheDivergence() {
        let affinities = affinities(60)
        let places = plane(60, span: 8)
        let repulsion = Repulsion(of: places, theta: 0, team: team)
        var picture = Picture(places)
        // Gains of a first step are 1.2: the step is then minus a quarter of the gradient.
        picture.advance(
            affinities, repulsion, Picture.Step(exaggeration: 1, rate: 1 / 1.2, momentum: 0), team: team)
        for point in stride(from: 0, to: 60, by: 7) {
            for axis in 0..<2 {
                let reach: Float = 0.02
                var (before, after) = (places, places)
                before[point][axis] -= reach
                after[point][axis] += reach
                let slope = (divergence(after, affinities) - divergence(before, affinities)) / Double(2 * reach)
                let step = Double(picture.places[point][axis] - places[point][axis])
                #expect(abs(-4 * step - slope) < 1e-3 * max(abs(slope), 1e-2))
            }
        }
    }

    @Test func doesNotDependOnThreads() throws {
        var settings = TSNESettings()
        settings.perplexity = 10
        settings.iterations = 60
        let pictures = try [1, 2, 3].map {
            try TSNE(of: clouds(500), settings, team: ThreadTeam(threads: $0)) { _, _ in }
        }
        #expect(pictures[0].places == pictures[1].places && pictures[0].places == pictures[2].places)
        #expect(pictures[0].divergence == pictures[1].divergence)
        settings.seed = 1
        let other = try TSNE(of: clouds(500), settings, team: team) { _, _ in }
        #expect(other.places != pictures[0].places)
    }

    @Test func cloudsStayApart() throws {
        var settings = TSNESettings()
        settings.perplexity = 10
        settings.iterations = 300
        let places = try TSNE(of: clouds(300), settings, team: team) { _, _ in }.places
        let centres = (0..<3).map { cloud in
            stride(from: cloud, to: 300, by: 3).reduce(SIMD2<Float>.zero) { $0 + places[$1] } / 100
        }
        for point in places.indices {
            let distances = centres.map { (($0 - places[point]) * ($0 - places[point])).sum() }
            #expect(distances.min() == distances[point % 3])
        }
    }

    @Test(arguments: [Float(0), 1e30]) func equalPointsStayFinite(value: Float) throws {
        var settings = TSNESettings()
        settings.perplexity = 5
        settings.iterations = 100
        let points = Points(width: 2, values: [Float](repeating: value, count: 80))
        let found = try TSNE(of: points, settings, team: team) { _, _ in }
        #expect(found.places.allSatisfy { $0.x.isFinite && $0.y.isFinite })
        #expect(found.divergence.isFinite)
    }

    @Test func tooFewPointsAreRefused() {
        #expect(throws: EmbeddingError.tooFewPoints(count: 90, perplexity: 30)) {
            try TSNE(of: clouds(90), TSNESettings(), team: team) { _, _ in }
        }
    }
}
