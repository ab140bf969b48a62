import Disentanglement
import Testing

@Suite struct TotalCorrelationTests {
    @Test func agreesWithNumPy() throws {
        let fixture = try DisentanglementFixture()
        let found = try #require(TotalCorrelation.ofNormal(fixture.representation.latents))
        #expect(abs(found - (try fixture.doubles("tc")[0])) < 1e-6)
    }

    @Test func factorsOfAGridAreNotCorrelated() {
        #expect(TotalCorrelation.ofNormal(perfectItems([3, 4, 2]).latents) ?? 1 < 1e-12)
    }

    @Test func copiesAreInfinitelySo() {
        let items = perfectItems([3, 4])
        #expect(TotalCorrelation.ofNormal(items.latents + [items.latents[0].map { 3 - $0 }]) == nil)
    }

    @Test func constantsHaveNoPart() {
        #expect(TotalCorrelation.ofNormal([[1, 1, 1], [2, 2, 2]]) == 0)
    }
}
