import Disentanglement
import TensorStreams
import Testing
import Threads

@Suite struct FactorVAEScoreTests {
    private func accuracy(_ items: Representation, _ settings: VoteSettings) -> HeldFactorAccuracy {
        FactorVAEScore.accuracy(items, settings, team: ThreadTeam(threads: 2))
    }

    /// Within four deviations of NumPy's mean.
    @Test func agreesWithNumPyWithinItsSpread() throws {
        let fixture = try DisentanglementFixture()
        let found = accuracy(fixture.representation, VoteSettings(training: 1000, evaluation: 500, batch: 16, seed: 3))
        let (evaluation, training) = (try fixture.spread("factor_vae"), try fixture.spread("factor_vae", 1))
        #expect(abs(found.evaluation - evaluation.mean) < 4 * evaluation.deviation)
        #expect(abs(found.training - training.mean) < 4 * training.deviation)
    }

    @Test func factorsThemselvesReachOneAlsoWithCopiesAndAConstant() {
        let items = perfectItems([3, 4, 2])
        let settings = VoteSettings(training: 300, evaluation: 200)
        let one = HeldFactorAccuracy(training: 1, evaluation: 1)
        #expect(accuracy(items, settings) == one)
        #expect(accuracy(items.with(items.latents + items.latents), settings) == one)
        #expect(accuracy(items.with(items.latents + [items.latents[0].map { _ in 2 }]), settings) == one)
    }

    @Test func noiseGuesses() {
        var random = RandomSource(seed: 2)
        let items = perfectItems([3, 4], repeated: 100)
        let noise = items.with((0..<3).map { _ in items.latents[0].map { _ in Double(random.uniform()) } })
        #expect(accuracy(noise, VoteSettings(training: 2000, evaluation: 2000)).evaluation < 0.56)
    }

    /// A coordinate of a standard deviation of less than 0.05 has no vote.
    @Test func coordinatesThatHaveCollapsedDoNotVote() {
        let items = perfectItems([3, 4])
        let small = items.latents.map { $0.map { 0.01 * $0 } }
        let settings = VoteSettings(training: 50, evaluation: 50)
        #expect(accuracy(items.with(small), settings) == HeldFactorAccuracy(training: 0, evaluation: 0))
    }
}
