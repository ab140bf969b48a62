import Disentanglement
import Testing
import Threads

@Suite struct InformationMatrixTests {
    @Test func agreesWithScikitLearn() throws {
        let fixture = try DisentanglementFixture()
        let found = InformationMatrix(of: fixture.representation, bins: 20, team: ThreadTeam(threads: 2))
        #expect(agree(found.information, try fixture.rows("information"), within: 1e-9))
        #expect(agree([found.entropies], [try fixture.doubles("entropies")], within: 1e-12))
    }
}
