import Disentanglement
import Testing

@Suite struct SplitTests {
    @Test func drawsNoItemTwice() {
        let split = Split(of: 100, train: 60, test: 30, seed: 1)
        #expect(split.train.count == 60 && split.test.count == 30)
        #expect(Set(split.train + split.test).count == 90)
        #expect(split != Split(of: 100, train: 60, test: 30, seed: 2))
    }

    @Test(arguments: [(2, 1, 1), (3, 2, 1), (10, 7, 3), (14_999, 10_000, 4_999)])
    func aThirdOfFewItemsIsForTrying(items: Int, train: Int, test: Int) {
        let split = Split(of: items, train: 10_000, test: 5_000, seed: 0)
        #expect((split.train.count, split.test.count) == (train, test))
        #expect(Set(split.train + split.test) == Set(0..<items))
        #expect(Split(of: items, train: .max, test: .max, seed: 0) == split)
    }
}
