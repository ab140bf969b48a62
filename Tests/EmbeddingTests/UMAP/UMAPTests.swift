import Embedding
import Testing
import Threads

@Suite struct UMAPTests {
    private func map(_ points: Points, threads: Int = 2, _ change: (inout UMAPSettings) -> Void = { _ in }) throws
        -> UMAP
    {
        var settings = UMAPSettings()
        settings.epochs = 100
        change(&settings)
        return try UMAP(of: points, settings, team: ThreadTeam(threads: threads)) { _ in }
    }

    @Test func neighboursStayNeighbours() throws {
        let points = clouds(900)
        let map = try map(points)
        let found = NearestNeighbours(of: map.places, neighbours: 10, team: ThreadTeam(threads: 2))
        let alike = (0..<900).reduce(0) { sum, point in
            sum + found.indices[10 * point..<10 * point + 10].count { Int($0) % 3 == point % 3 }
        }
        #expect(alike > 8800)
    }

    @Test func doesNotDependOnThreadsButOnTheSeed() throws {
        let points = clouds(500)
        let first = try map(points, threads: 1).places.values
        #expect(try map(points, threads: 3).places.values == first)
        #expect(try map(points) { $0.seed = 1 }.places.values != first)
    }

    @Test func mapsOfOtherDimensions() throws {
        for dimensions in [1, 3, 7] {
            let map = try map(clouds(200)) { $0.dimensions = dimensions }
            #expect(map.places.width == dimensions && map.places.count == 200)
            #expect(map.places.values.allSatisfy { $0.isFinite })
        }
    }

    @Test func equalPointsAreCounted() throws {
        let map = try map(Points(width: 2, values: [Float](repeating: 3, count: 100)))
        #expect(map.indistinctPoints == 50)
        #expect(map.places.values.allSatisfy { $0.isFinite })
    }

    @Test func asManyPointsAsNeighboursAreEnough() throws {
        #expect(try map(clouds(15)).places.count == 15)
        #expect(throws: EmbeddingError.tooFewForNeighbours(count: 14, neighbours: 15)) { try map(clouds(14)) }
    }
}
