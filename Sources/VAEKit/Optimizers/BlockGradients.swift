import Threads

/// The gradients of the blocks of a batch, and their sum over all of them, on this and on other ranks.
final class BlockGradients {
    private let meeting: BlockMeeting
    /// The blocks of this process whose gradients are added up as they are made: parts of the tree, of one block or of two.
    private let sums: [Range<Int>]
    private let kept: [MutableTensor]
    private let vectors: [MutableTensor]
    /// The parts of the tree over all blocks that each rank has.
    private let parts: [[Range<Int>]]
    /// What ranks exchange, from the last of the parameters, whose gradients are made first; none on a lone rank.
    private let buckets: [GradientBucket]

    /// Numbers of a bucket: so few that those of most models travel while others are made, and so many that what a message
    /// costs by itself does not count.
    private static let bucketSize = 1 << 18

    /// - Parameters:
    ///   - sums: the blocks of this process, one each, or two where the second comes after the first.
    ///   - count: of parameters, in whole vectors.
    ///   - longestVector: the longest bias, scale or shift.
    init(_ meeting: BlockMeeting, sums: [Range<Int>], count: Int, longestVector: Int) {
        (self.meeting, self.sums) = (meeting, sums)
        kept = sums.map { _ in MutableTensor(zeros: count) }
        vectors = sums.map { _ in MutableTensor(zeros: longestVector) }
        let ranks = meeting.ranks
        let parts = ranks.all.map { BlockTree.parts(of: 0..<meeting.blocks, within: meeting.blocks(of: $0)) }
        self.parts = parts
        let ends = ranks.count == 1 ? [] : Array(stride(from: count, to: 0, by: -Self.bucketSize))
        buckets = ends.map { GradientBucket(max(0, $0 - Self.bucketSize)..<$0, parts: parts, ranks: ranks) }
    }

    /// What the way back of a block makes its gradients with.
    ///
    /// - Parameter isOnly: whether each parameter has one gradient alone.
    func use(_ block: Int, isOnly: Bool) -> GradientUse {
        let (place, isFirst) = place(of: block)
        let own = kept[place]
        if isFirst, !isOnly { own.fill(0) }
        var use = GradientUse(kept: own, vector: vectors[place], update: nil, replaces: isFirst && isOnly)
        if isOnly, !buckets.isEmpty, sums.count == 1, block == sums[0].upperBound - 1 {
            use.whole = { [unowned self] in send($0) }
        }
        return use
    }

    /// Where the gradients of a block go, and whether they are the first there.
    private func place(of block: Int) -> (place: Int, isFirst: Bool) {
        guard let place = sums.firstIndex(where: { $0.contains(block) }) else {
            preconditionFailure("each block of a process has a place")
        }
        return (place, sums[place].lowerBound == block)
    }

    /// Begins to exchange what is whole now that the gradients at a range of the parameters are, while others are made.
    private func send(_ made: Range<Int>) {
        let padded = made.lowerBound..<made.lowerBound + Tensor.padded(made.count)
        for bucket in buckets where !bucket.hasBegun && bucket.range.overlaps(padded) {
            if bucket.count(padded) { bucket.begin([kept[0]]) }
        }
        buckets.first { $0.hasBegun }?.push()
    }

    /// Updates parameters by the sum over all blocks, when each has come back: each rank updates its slices, and shows them to
    /// the others; where the update needs more than a slice, each updates all.
    func update(_ parameters: MutableTensor, by optimizer: Optimizer, step: Int, rate: Double, _ team: ThreadTeam) {
        if optimizer.needsWhole {
            let sum = Tensor(sum(team))
            return optimizer.update(parameters: parameters, gradients: sum, step: step, rate: rate, team: team)
        }
        let update = optimizer.update(of: parameters, step: step, rate: rate)
        if buckets.isEmpty {
            return update.apply(sumOf: sumOfFew(team), to: 0..<parameters.count, team: team)
        }
        sumSlices(into: parameters, team) { update.apply(sumOf: $0, to: $1, team: team) }
    }

    /// Forgets what has been exchanged, where nothing is to be updated.
    func abandon() { for bucket in buckets { bucket.finish() } }

    /// Shows the others this rank's slices of something that is as long as the parameters.
    func show(_ numbers: MutableTensor) {
        for bucket in buckets { bucket.beginToShow(numbers) }
        for bucket in buckets { bucket.finishShowing() }
    }

    /// What the gradients of a lone rank's blocks come to, or as many as are added up on the way.
    private func sumOfFew(_ team: ThreadTeam) -> [Tensor] {
        [1, 2, 4].contains(kept.count) ? kept.map { Tensor($0) } : [Tensor(sum(team))]
    }

    /// The sum over all blocks, on every rank.
    private func sum(_ team: ThreadTeam) -> MutableTensor {
        sumSlices(into: kept[0], team) { [all = kept[0]] halves, slice in
            AdditionKernel.add(halves[0], halves[1], slope: 1, output: all[slice], team: team)
        }
        return kept[0]
    }

    /// Adds up this rank's slices of what all ranks have, but for the last addition, which is left to who takes the sum, and shows
    /// the others what comes of it; all there is, in the place of the first block's, on a lone one.
    private func sumSlices(
        into results: MutableTensor, _ team: ThreadTeam, _ take: (_ halves: [Tensor], _ slice: Range<Int>) -> Void
    ) {
        let parts = parts[meeting.ranks.rank]
        for part in parts {
            BlockTree.sum(part, of: sums) { add(kept[place(of: $1).place], to: kept[place(of: $0).place], team) }
        }
        let own = parts.map { kept[place(of: $0.lowerBound).place] }
        for bucket in buckets where !bucket.hasBegun { bucket.begin(own) }
        for bucket in buckets {
            bucket.finish()
            take(halves(of: bucket.shown, team), bucket.slice)
            bucket.beginToShow(results)
        }
        for bucket in buckets { bucket.finishShowing() }
    }

    /// The sums over the two halves of the blocks, of what the parts of the tree have, each told by its first block.
    private func halves(of shown: [Int: MutableTensor], _ team: ThreadTeam) -> [Tensor] {
        let (first, second) = BlockTree.halves(0..<meeting.blocks)
        return [first, second].compactMap { half in
            BlockTree.sum(half, of: parts.flatMap { $0 }) { first, second in
                if let first = shown[first], let second = shown[second] { add(second, to: first, team) }
            }
            return shown[half.lowerBound].map { Tensor($0) }
        }
    }

    private func add(_ numbers: MutableTensor, to sum: MutableTensor, _ team: ThreadTeam) {
        AdditionKernel.add(Tensor(sum), Tensor(numbers), slope: 1, output: sum, team: team)
    }
}
