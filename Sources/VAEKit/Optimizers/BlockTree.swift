/// The order in which what the blocks of a batch have is added up: halves of halves, whoever has which of them.
///
/// The first half has the largest power of two that is less than all, so that the blocks of 2, 4, 8 … ranks are halves.
package struct BlockTree {
    /// The two halves of blocks, of which there are two at least.
    package static func halves(_ blocks: Range<Int>) -> (first: Range<Int>, second: Range<Int>) {
        var half = 1
        while 2 * half < blocks.count { half *= 2 }
        let middle = blocks.lowerBound + half
        return (blocks.lowerBound..<middle, middle..<blocks.upperBound)
    }

    /// The largest parts of the tree over `blocks` that lie within `part`, in their order.
    package static func parts(of blocks: Range<Int>, within part: Range<Int>) -> [Range<Int>] {
        if blocks.clamped(to: part) == blocks { return [blocks] }
        if blocks.count < 2 || !blocks.overlaps(part) { return [] }
        let (first, second) = halves(blocks)
        return parts(of: first, within: part) + parts(of: second, within: part)
    }

    /// Blocks in a row as parts of the tree over all, of two where there are such, of one elsewhere.
    package static func pairs(_ blocks: Range<Int>) -> [Range<Int>] {
        var pairs: [Range<Int>] = []
        for block in blocks where block % 2 == 0 || pairs.last?.contains(block) != true {
            pairs.append(block..<(block % 2 == 0 ? min(block + 2, blocks.upperBound) : block + 1))
        }
        return pairs
    }

    /// Adds up parts, each of which ends in the place of its first: `add` adds the second place to the first.
    ///
    /// - Parameter parts: those that are there already.
    package static func sum(_ blocks: Range<Int>, of parts: [Range<Int>], _ add: (_ first: Int, _ second: Int) -> Void)
    {
        if parts.contains(blocks) { return }
        let (first, second) = halves(blocks)
        sum(first, of: parts, add)
        sum(second, of: parts, add)
        add(first.lowerBound, second.lowerBound)
    }
}
