import Testing
import VAEKit

@Suite struct BatchCutTests {
    private func batches(_ cut: BatchCut, of count: Int, from start: Int = 0) -> [Range<Int>] {
        var (batches, position): ([Range<Int>], Int) = ([], start)
        while cut.hasMore(behind: position, of: count) {
            batches.append(cut.batch(at: position, of: count))
            position = batches.last?.upperBound ?? count
        }
        return batches
    }

    @Test func theLastBatchTakesWhatIsLeft() {
        let cut = BatchCut(size: 4, fewest: 1)
        #expect(batches(cut, of: 9) == [0..<4, 4..<8, 8..<9])
        #expect(batches(cut, of: 8) == [0..<4, 4..<8])
        #expect(batches(cut, of: 1) == [0..<1])
    }

    @Test func oneLeftAloneJoinsTheBatchBefore() {
        let cut = BatchCut(size: 4, fewest: 2)
        #expect(batches(cut, of: 9) == [0..<4, 4..<9])
        #expect(batches(cut, of: 10) == [0..<4, 4..<8, 8..<10])
        #expect(batches(cut, of: 8) == [0..<4, 4..<8])
        #expect(batches(cut, of: 5) == [0..<5])
        #expect(batches(cut, of: 9, from: 8) == [])
    }

    @Test(arguments: [false, true], 1...5) func countsWhatItCuts(joins: Bool, size: Int) {
        let cut = BatchCut(size: size, fewest: joins && size > 1 ? 2 : 1)
        for count in 0..<20 {
            for position in 0...20 {
                #expect(cut.batches(of: count, behind: position) == batches(cut, of: count, from: position).count)
            }
        }
    }
}
