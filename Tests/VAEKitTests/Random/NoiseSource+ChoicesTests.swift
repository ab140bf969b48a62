import TensorStreams
import Testing
import VAEKit

@Suite struct NoiseSourceChoicesTests {
    private let source = NoiseSource(seed: 5).derived(7)

    @Test(arguments: [0, 1, 2, 65]) func anOrderHasEveryNumberOnce(count: Int) {
        #expect(source.order(count).sorted() == Array(0..<count))
    }

    /// Each of the six orders of three comes as often.
    @Test func ordersAreAlikeLikely() {
        var counts: [[Int]: Int] = [:]
        for use in 0..<6000 { counts[source.derived(UInt64(use)).order(3), default: 0] += 1 }
        #expect(counts.count == 6 && counts.values.allSatisfy { (850...1150).contains($0) }, "\(counts)")
    }

    @Test func choicesAreAlikeLikely() {
        var counts = [Int](repeating: 0, count: 7)
        for choice in source.choices(7000, below: 7) { counts[choice] += 1 }
        #expect(counts.allSatisfy { (850...1150).contains($0) }, "\(counts)")
        #expect(source.choices(5, below: 1) == [0, 0, 0, 0, 0])
    }
}
