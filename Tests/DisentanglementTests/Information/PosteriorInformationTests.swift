import Disentanglement
import Glibc
import Testing
import Threads

@Suite struct PosteriorInformationTests {
    private func information(_ posteriors: Posteriors, _ factors: [Factor], seed: UInt64 = 0) -> PosteriorInformation {
        PosteriorInformation(
            of: posteriors, about: factors, samples: 10_000, seed: seed, team: ThreadTeam(threads: 2))
    }

    /// The estimate is within four deviations of the mean of NumPy's, each coordinate's of each factor.
    @Test func agreesWithNumPyWithinItsSpread() throws {
        let fixture = try DisentanglementFixture()
        let found = information(fixture.posteriors, fixture.representation.factors)
        let gap = try fixture.spread("mig_chen")
        #expect(abs(InformationGap.mean(found.information, entropies: found.entropies) - gap.mean) < 4 * gap.deviation)
        for (place, value) in found.information.joined().enumerated() {
            let expected = try fixture.spread("chen_information", place)
            #expect(abs(value - expected.mean) < 4 * expected.deviation)
        }
    }

    @Test func narrowPosteriorsAtTheFactorsTellAllOfThem() {
        let items = perfectItems([3, 4, 2], repeated: 40)
        let narrow = items.latents.map { $0.map { _ in -8.0 } }
        let found = information(Posteriors(means: items.latents, logVariances: narrow), items.factors)
        #expect(abs(InformationGap.mean(found.information, entropies: found.entropies) - 1) < 0.05)
    }

    @Test func posteriorsThatAreThePriorTellNothing() {
        let items = perfectItems([3, 4], repeated: 100)
        let zero = items.latents.map { $0.map { _ in 0.0 } }
        let found = information(Posteriors(means: zero, logVariances: zero), items.factors)
        #expect(found.information.joined().allSatisfy { $0 < 0.02 })
    }

    @Test func dependsOnTheSeedAlone() throws {
        let fixture = try DisentanglementFixture()
        let first = information(fixture.posteriors, fixture.representation.factors)
        #expect(first.information == information(fixture.posteriors, fixture.representation.factors).information)
        let other = information(fixture.posteriors, fixture.representation.factors, seed: 1)
        #expect(first.information != other.information)
    }
}
