import TensorStreams
import Testing
import Threads
import VAEKit

@Suite struct PixelDrawsTests {
    /// Draws of the items with the given numbers, of 35 pixels each: two vectors, and three pixels behind them.
    private func drawn(
        _ means: [Float], items: [Int], firstItem: Int = 0, seed: UInt64 = 1, threads: Int = 1
    ) -> [Float] {
        let rows = MutableTensor(zeros: items.count * means.count)
        for (at, mean) in items.flatMap({ _ in means }).enumerated() { rows[at] = mean }
        PixelDraws(NoiseSource(seed: seed), firstItem: firstItem)
            .draw(rows, items: items, values: means.count, team: ThreadTeam(threads: threads))
        return rows.array
    }

    private static let means = (0..<35).map { Float($0) / 34 }

    @Test func theMeanOfManyDrawsIsTheGreyValue() {
        let count = 20_000
        let pixels = drawn(Self.means, items: Array(0..<count))
        for (place, mean) in Self.means.enumerated() {
            let ink = (0..<count).reduce(Float(0)) { $0 + pixels[$1 * Self.means.count + place] } / Float(count)
            // Five standard deviations: none at all for black and white.
            #expect(abs(ink - mean) <= 5 * (mean * (1 - mean) / Float(count)).squareRoot())
        }
        #expect(pixels.allSatisfy { $0 == 0 || $0 == 1 })
    }

    /// Neighbours share no draw: where one is ink says nothing of the other.
    @Test func pixelsAreDrawnEachForItself() {
        let count = 20_000
        let pixels = drawn([Float](repeating: 0.5, count: 35), items: Array(0..<count))
        for place in 1..<35 {
            let equal = (0..<count).count { pixels[$0 * 35 + place] == pixels[$0 * 35 + place - 1] }
            #expect(abs(Float(equal) / Float(count) - 0.5) < 5 * (0.25 / Float(count)).squareRoot())
        }
    }

    @Test func theNumberOfAnItemDecidesWhateverBatchItIsIn() {
        let whole = drawn(Self.means, items: Array(0..<40))
        let row = { (item: Int) in Array(whole[item * 35..<item * 35 + 35]) }
        #expect(drawn(Self.means, items: [7, 31, 2], threads: 2) == row(7) + row(31) + row(2))
        #expect(drawn(Self.means, items: [0, 1], firstItem: 12) == row(12) + row(13))
        #expect(drawn(Self.means, items: Array(0..<40), threads: 3) == whole)
        #expect(drawn(Self.means, items: [7], seed: 2) != row(7))
    }
}
