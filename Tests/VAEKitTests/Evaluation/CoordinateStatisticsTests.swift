import Testing
import VAEKit

@Suite struct CoordinateStatisticsTests {
    private static func description(_ kind: ModelDescription.Kind) -> ModelDescription {
        var description = ModelDescription(imageShape: [2, 2], encoder: [], decoder: [])
        (description.kind, description.latent) = (kind, 2)
        return description
    }

    /// Two posteriors by hand: N(1, 1) and N(3, e), beside a coordinate that stays at the prior.
    private static let encoding = Evaluator.Encoding(
        mean: [1, 0, 3, 0], logVariance: [0, 0, 1, 0], sample: [0, 0, 0, 0])

    @Test func divergencesAreMeansOverTheImages() {
        var statistics = CoordinateStatistics(Self.description(.vae))
        statistics.add(Self.encoding)
        let e = 2.718281828459045
        #expect(abs(statistics.kl[0] - (0.5 * 1 + 0.5 * (9 + e - 2)) / 2) < 1e-12)
        #expect(statistics.kl[1] == 0)
    }

    @Test func activityIsTheVarianceOfTheMeans() {
        var once = CoordinateStatistics(Self.description(.vae))
        once.add(Self.encoding)
        #expect(once.activity == [2, 0] && once.activeCount == 1)
        var twice = once
        twice.add(Self.encoding)
        #expect(abs(twice.activity[0] - 4.0 / 3) < 1e-12)
    }

    @Test func aPlainAutoencoderHasNoDivergence() {
        var statistics = CoordinateStatistics(Self.description(.ae))
        statistics.add(
            Evaluator.Encoding(
                mean: [1, 2], logVariance: [-.infinity, -.infinity], sample: [1, 2]))
        #expect(statistics.kl == [0, 0])
    }

    /// Where the prior or the posterior has no density for each, nothing says that they collapsed.
    @Test func coordinatesMayHaveNoShares() {
        var statistics = CoordinateStatistics(Self.description(.vae))
        statistics.add(Evaluator.Encoding(mean: [0, 0], logVariance: [0, 0], sample: [0, 0], divergences: []))
        #expect(!statistics.sharesAreKnown && statistics.activity == [0, 0] && !statistics.showCollapse)
    }

    /// Collapsed is where no coordinate has more than 0.01 nats, however many there are.
    @Test(arguments: [([0.1, 0.1], true), ([0.1, 0.2], false), ([0, 0], true), ([-3, 0], false)])
    func collapseIsOfAllCoordinates(means: [Float], isCollapsed: Bool) {
        let encoding = Evaluator.Encoding(mean: means, logVariance: [0, 0], sample: means)
        for kind in [ModelDescription.Kind.vae, .ae] {
            var statistics = CoordinateStatistics(Self.description(kind))
            statistics.add(encoding)
            #expect(statistics.showCollapse == (isCollapsed && kind == .vae))
        }
    }

    @Test func noImagesGiveZeros() {
        let statistics = CoordinateStatistics(Self.description(.vae))
        #expect(statistics.kl == [0, 0] && statistics.activity == [0, 0])
        #expect(!statistics.showCollapse)
    }
}
