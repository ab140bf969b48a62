import Disentanglement
import TensorStreams
import Testing
import Threads

@Suite struct BetaVAEScoreTests {
    private func accuracy(_ items: Representation, _ settings: VoteSettings) -> HeldFactorAccuracy {
        BetaVAEScore.accuracy(items, settings, team: ThreadTeam(threads: 2))
    }

    /// Within four deviations of scikit-learn's mean.
    @Test func agreesWithScikitLearnWithinItsSpread() throws {
        let fixture = try DisentanglementFixture()
        let found = accuracy(fixture.representation, VoteSettings(training: 1000, evaluation: 500, batch: 16, seed: 3))
        let (evaluation, training) = (try fixture.spread("beta_vae"), try fixture.spread("beta_vae", 1))
        #expect(abs(found.evaluation - evaluation.mean) < 4 * evaluation.deviation)
        #expect(abs(found.training - training.mean) < 4 * training.deviation)
    }

    @Test func factorsThemselvesReachOne() {
        let found = accuracy(perfectItems([3, 4, 2]), VoteSettings(training: 300, evaluation: 200))
        #expect(found == HeldFactorAccuracy(training: 1, evaluation: 1))
    }

    @Test func noiseGuesses() {
        var random = RandomSource(seed: 2)
        let items = perfectItems([3, 4], repeated: 100)
        let noise = items.with((0..<3).map { _ in items.latents[0].map { _ in Double(random.uniform()) } })
        #expect(accuracy(noise, VoteSettings(training: 1000, evaluation: 1000)).evaluation < 0.57)
    }
}
