import Disentanglement
import Testing
import Threads

@Suite struct AttributePredictabilityTests {
    private func scores(_ representation: Representation, _ split: Split) -> [[Double]] {
        AttributePredictability.scores(representation, split: split, team: ThreadTeam(threads: 2))
    }

    @Test func agreesWithScikitLearn() throws {
        let fixture = try DisentanglementFixture()
        let expected = try fixture.rows("sap_scores")
        #expect(agree(scores(fixture.representation, fixture.split), expected, within: 1e-9))
        let gaps = expected.map { row in row.sorted(by: >)[0] - row.sorted(by: >)[1] }
        let found = AttributePredictability.mean(
            fixture.representation, split: fixture.split, team: ThreadTeam(threads: 1))
        #expect(abs(found - gaps.reduce(0, +) / Double(gaps.count)) < 1e-9)
    }

    @Test func continuousFactorsAgreeWithNumPy() throws {
        let fixture = try DisentanglementFixture()
        #expect(agree(scores(fixture.continuous, fixture.split), try fixture.rows("sap_correlations"), within: 1e-9))
    }

    /// A class that the items learnt from have not cannot be predicted.
    @Test func aClassThatIsNotLearnt() {
        let items = Representation(
            latents: [[0, 1, 0, 1, 2]], factors: [Factor(name: "f", classes: [0, 1, 0, 1, 2], classCount: 3)])
        #expect(scores(items, Split(train: [0, 1, 2, 3], test: [4])) == [[0]])
        #expect(scores(items, Split(train: [0, 2], test: [0, 4])) == [[0.5]])
    }
}
