import Densities
import Embedding
import TensorStreams
import TestSupport
import Testing
import Threads

@Suite struct MixtureFitTests {
    @Test func oneComponentHasTheMomentsOfTheRows() throws {
        let rows: [Float] = [0, 0, 2, 0, 0, 4, 2, 4]
        let fit = try MixtureFit(
            rows, width: 2, clusters: [0, 0, 0, 0], floor: 1e-6, team: ThreadTeam(threads: 1))
        let normal = fit.mixture.components[0]
        #expect(normal.mean == [1, 2])
        #expect(zip(normal.covariance, [1 + 1e-6, 0, 0, 4 + 1e-6]).allSatisfy { abs($0 - $1) < 1e-12 })
        // 2 means, 3 covariances, 4 rows.
        #expect(abs(fit.bic - (5 * 1.3862943611198906 - 8 * fit.meanLogDensity)) < 1e-9)
    }

    @Test func findsTwoClumpsAgainOnAnyNumberOfThreads() throws {
        let (rows, clusters) = clumps(3000)
        let fits = try [1, 3].map {
            try MixtureFit(rows, width: 2, clusters: clusters, floor: 1e-6, team: ThreadTeam(threads: $0))
        }
        #expect(fits[0].mixture == fits[1].mixture)
        let (first, second) = (fits[0].mixture.components[0], fits[0].mixture.components[1])
        #expect(abs(fits[0].mixture.weights[0] - 1 / 3) < 0.03)
        #expect(abs(first.mean[0]) < 0.1 && abs(second.mean[0] - 6) < 0.1)
        #expect(abs(first.covariance[0] - 1) < 0.15 && abs(second.covariance[0] - 0.25) < 0.05)
        // Made so that the second coordinate follows the first.
        #expect(abs(first.covariance[1] - 1) < 0.15)
    }

    @Test func equalRowsHaveTheFloorForAVariance() throws {
        let fit = try MixtureFit(
            [Float](repeating: 7, count: 40), width: 2, clusters: (0..<20).map { $0 % 2 }, floor: 1e-3,
            team: ThreadTeam(threads: 1))
        #expect(fit.mixture.components.allSatisfy { $0.mean == [7, 7] && $0.covariance == [1e-3, 0, 0, 1e-3] })
        #expect(fit.meanLogDensity.isFinite)
    }

    @Test func farFromZeroNothingIsLost() throws {
        let rows = (0..<100).map { Float(1 << 20) + Float($0 % 2) }
        let fit = try MixtureFit(
            rows, width: 1, clusters: [Int32](repeating: 0, count: 100), floor: 1e-9, team: ThreadTeam(threads: 1))
        #expect(abs(fit.mixture.components[0].covariance[0] - 0.25) < 1e-6)
    }

    @Test func isNoLessLikelyThanScikitLearns() throws {
        let fixture = try Fixture("latents.expected")
        let points = Points(width: try fixture.width("points"), values: try fixture.floats("points"))
        let theirs = try fixture.doubles("scores")
        let team = ThreadTeam(threads: 2)
        let fits = try theirs.indices.map { seed in
            let clusters = KMeans(of: points, count: 4, seed: UInt64(seed), team: team).clusters
            return try MixtureFit(points.values, width: points.width, clusters: clusters, floor: 1e-6, team: team)
        }
        let best = try #require(fits.max { $0.meanLogDensity < $1.meanLogDensity })
        #expect(try best.meanLogDensity > #require(theirs.max()) - 1e-3)
        #expect(fits.reduce(0) { $0 + $1.meanLogDensity } > theirs.reduce(0, +) - 0.01)
        #expect(abs(best.bic - (try fixture.doubles("bic")[0])) < 1)
    }

    /// Rows of which every third is of one clump, the others of another, and these for a start with a few changed.
    private func clumps(_ count: Int) -> ([Float], [Int32]) {
        let noise = NoiseSource(seed: 3)
        var (rows, clusters) = ([Float](), [Int32]())
        for row in 0..<count {
            let (x, y) = noise.normals(at: UInt64(row))
            let isFirst = row % 3 == 0
            rows += isFirst ? [x, x + 0.1 * y] : [6 + 0.5 * x, y]
            clusters.append(isFirst != (row % 50 == 0) ? 0 : 1)
        }
        return (rows, clusters)
    }
}
