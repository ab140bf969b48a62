import Disentanglement
import Testing
import Threads

@Suite struct ModularityTests {
    @Test func agreesWithScikitLearn() throws {
        let fixture = try DisentanglementFixture()
        let found = InformationMatrix(of: fixture.representation, bins: 20, team: ThreadTeam(threads: 1))
        #expect(abs(Modularity.mean(found.information) - (try fixture.doubles("modularity")[0])) < 1e-9)
    }

    /// Three factors: one coordinate of one factor, one of two alike, one of none.
    @Test func byHand() {
        #expect(Modularity.mean([[0.7, 0.5, 0], [0, 0.5, 0], [0, 0, 0]]) == 0.5)
    }
}
