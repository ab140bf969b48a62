import Disentanglement
import Testing
import Threads

@Suite struct InformativenessTests {
    private func measured(_ items: Representation, _ split: Split, threads: Int = 2) -> Informativeness {
        Informativeness(items, split: split, seed: 0, team: ThreadTeam(threads: threads))
    }

    /// scikit-learn takes splits that are as good as each other in a random order, and so do we: importances differ from
    /// its mean by what they differ between its seeds, and some rounding.
    @Test func agreesWithScikitLearn() throws {
        let fixture = try DisentanglementFixture()
        let found = measured(fixture.representation, fixture.split)
        for (place, importance) in found.importances.joined().enumerated() {
            let expected = try fixture.spread("importances", place)
            #expect(abs(importance - expected.mean) < 4 * expected.deviation + 1e-4)
        }
        let values = [found.disentanglement, found.completeness, found.testAccuracy, found.trainAccuracy]
        for (place, value) in values.enumerated() {
            let expected = try fixture.spread("dci", place)
            #expect(abs(try #require(value) - expected.mean) < 4 * expected.deviation)
        }
    }

    @Test func factorsThemselvesReachOne() throws {
        let found = measured(perfectItems([3, 4, 2], repeated: 5), Split(train: Array(0..<96), test: Array(96..<120)))
        #expect(abs(try #require(found.disentanglement) - 1) < 1e-6)
        #expect(abs(try #require(found.completeness) - 1) < 1e-6)
        #expect(found.testAccuracy == 1 && found.trainAccuracy == 1)
    }

    /// Copies share what they are worth: each is of one factor, but no factor has one coordinate.
    @Test func copiesAreDisentangledAndNotComplete() throws {
        let items = perfectItems([3, 4, 2], repeated: 5)
        let found = measured(
            items.with(items.latents + items.latents), Split(train: Array(0..<96), test: Array(96..<120)))
        #expect(try #require(found.disentanglement) > 0.99)
        #expect(try #require(found.completeness) < 0.75)
    }

    @Test func constantsAreOfNoImportance() throws {
        let items = perfectItems([2, 2], repeated: 3)
        let found = measured(
            items.with([[Double]](repeating: [Double](repeating: 1, count: 12), count: 2)),
            Split(train: Array(0..<8), test: Array(8..<12)))
        #expect(found.importances == [[0, 0], [0, 0]])
        #expect(abs(try #require(found.disentanglement)) < 1e-9)
    }

    @Test func oneFactorOrOneCoordinateHasNoShareOfOthers() {
        let items = perfectItems([3], repeated: 4)
        let found = measured(items, Split(train: Array(0..<9), test: Array(9..<12)))
        #expect(found.disentanglement == nil && found.completeness == nil)
        #expect(found.testAccuracy == 1)
    }

    @Test func doesNotDependOnThreads() throws {
        let fixture = try DisentanglementFixture()
        let (one, three) = (
            measured(fixture.representation, fixture.split, threads: 1),
            measured(fixture.representation, fixture.split, threads: 3)
        )
        #expect(one.importances == three.importances)
    }
}
