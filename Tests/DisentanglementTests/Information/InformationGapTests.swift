import Disentanglement
import TensorStreams
import Testing
import Threads

@Suite struct InformationGapTests {
    private func gap(_ representation: Representation) -> Double {
        let found = InformationMatrix(of: representation, bins: 20, team: ThreadTeam(threads: 1))
        return InformationGap.mean(found.information, entropies: found.entropies)
    }

    @Test func agreesWithScikitLearn() throws {
        let fixture = try DisentanglementFixture()
        #expect(abs(gap(fixture.representation) - (try fixture.doubles("mig")[0])) < 1e-9)
    }

    @Test func factorsThemselvesReachOneInAnyOrderAndBesideAConstant() {
        let items = perfectItems([3, 4, 2])
        #expect(abs(gap(items) - 1) < 1e-12)
        #expect(abs(gap(items.with(items.latents.reversed() + [[Double](repeating: 3, count: 24)])) - 1) < 1e-12)
    }

    @Test func aCopyOfEveryCoordinateLeavesNoGap() {
        let items = perfectItems([3, 4, 2])
        #expect(abs(gap(items.with(items.latents + items.latents))) < 1e-12)
    }

    @Test func noiseHasNone() {
        var random = RandomSource(seed: 1)
        let items = perfectItems([3, 4], repeated: 500)
        #expect(gap(items.with((0..<5).map { _ in items.latents[0].map { _ in Double(random.uniform()) } })) < 0.01)
    }

    @Test func aSingleCoordinateHasItsWholeInformationForAGap() {
        #expect(InformationGap.mean([[0.5]], entropies: [2]) == 0.25)
    }
}
