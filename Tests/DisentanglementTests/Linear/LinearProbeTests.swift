import Disentanglement
import Testing
import Threads

@Suite struct LinearProbeTests {
    @Test func agreesWithScikitLearn() throws {
        let fixture = try DisentanglementFixture()
        let found = LinearProbe.accuracies(
            fixture.representation, split: fixture.split, team: ThreadTeam(threads: 2))
        #expect(agree([found], [try fixture.doubles("probe")], within: 1e-9))
    }

    @Test func twoClassesThatLieApart() {
        let items = perfectItems([2, 2], repeated: 10)
        let split = Split(train: Array(0..<30), test: Array(30..<40))
        #expect(LinearProbe.accuracies(items, split: split, team: ThreadTeam(threads: 1)) == [1, 1])
    }

    @Test func constantsTellOfTheMostFrequentClass() {
        let items = Representation(
            latents: [[1, 1, 1, 1, 1]], factors: [Factor(name: "f", classes: [2, 0, 2, 1, 2], classCount: 3)])
        let split = Split(train: [0, 1, 2, 3], test: [3, 4])
        #expect(LinearProbe.accuracies(items, split: split, team: ThreadTeam(threads: 1)) == [0.5])
    }
}
