import Testing
import VAEKit

@Suite struct BlockTreeTests {
    /// How the tree adds up blocks that lie in parts, as text.
    private func text(_ blocks: Int, parts: [Range<Int>]) -> String {
        var sums = Dictionary(uniqueKeysWithValues: parts.map { ($0.lowerBound, local($0)) })
        BlockTree.sum(0..<blocks, of: parts) { sums[$0] = "(\(sums[$0] ?? "?")+\(sums[$1] ?? "?"))" }
        return sums[0] ?? ""
    }

    private func local(_ part: Range<Int>) -> String {
        var sums = Dictionary(uniqueKeysWithValues: part.map { ($0, "\($0)") })
        BlockTree.sum(part, of: part.map { $0..<$0 + 1 }) { sums[$0] = "(\(sums[$0] ?? "?")+\(sums[$1] ?? "?"))" }
        return sums[part.lowerBound] ?? ""
    }

    @Test(arguments: [1, 2, 3, 4, 6, 8, 12]) func theOrderIsTheSameOnAnyRanks(blocks: Int) {
        let whole = text(blocks, parts: [0..<blocks])
        for ranks in 1...blocks where blocks % ranks == 0 {
            let size = blocks / ranks
            let parts = (0..<ranks).flatMap {
                BlockTree.parts(of: 0..<blocks, within: $0 * size..<($0 + 1) * size)
            }
            #expect(text(blocks, parts: parts) == whole)
        }
    }

    @Test(arguments: [1, 2, 3, 4, 6, 7, 8, 12]) func pairsArePartsOfTheTree(blocks: Int) {
        for ranks in 1...blocks where blocks % ranks == 0 {
            let size = blocks / ranks
            let pairs = (0..<ranks).flatMap { BlockTree.pairs($0 * size..<($0 + 1) * size) }
            #expect(pairs.flatMap { $0 } == Array(0..<blocks))
            #expect(text(blocks, parts: pairs) == text(blocks, parts: [0..<blocks]))
        }
        #expect(BlockTree.pairs(3..<6) == [3..<4, 4..<6])
    }

    @Test func halvesOfPowersOfTwo() {
        #expect(text(6, parts: [0..<6]) == "(((0+1)+(2+3))+(4+5))")
        #expect(BlockTree.parts(of: 0..<6, within: 3..<6) == [3..<4, 4..<6])
    }
}
