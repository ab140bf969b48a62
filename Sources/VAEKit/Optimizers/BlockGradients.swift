import Threads

/// The gradients of the blocks of a batch, and their sum over all of them, on this and on other ranks.
final class BlockGradients {
    private let meeting: BlockMeeting
    /// The blocks of this process whose gradients are added up as they are made: parts of the tree, of one block or of two.
    private let sums: [Range<Int>]
    private let kept: [MutableTensor]
    private let vectors: [MutableTensor]
    /// This rank's slices of the sums of the others.
    private let arrived: MutableTensor
    private let leaving: MutableTensor

    /// - Parameters:
    ///   - sums: the blocks of this process, one each, or two where the second comes after the first.
    ///   - count: of parameters, in whole vectors.
    ///   - longestVector: the longest bias, scale or shift.
    init(_ meeting: BlockMeeting, sums: [Range<Int>], count: Int, longestVector: Int) {
        (self.meeting, self.sums) = (meeting, sums)
        kept = sums.map { _ in MutableTensor(zeros: count) }
        vectors = sums.map { _ in MutableTensor(zeros: longestVector) }
        let ranks = (0..<meeting.ranks.count)
        let parts = ranks.map { Self.parts(of: $0, meeting).count }
        let isAlone = ranks.count == 1
        arrived = MutableTensor(
            zeros: isAlone ? 0 : parts.reduce(0, +) * Self.slice(meeting.ranks.rank, count, meeting).count)
        let own = parts[meeting.ranks.rank]
        leaving = MutableTensor(zeros: isAlone || own == 1 ? 0 : own * count)
    }

    /// What the way back of a block makes its gradients with.
    ///
    /// - Parameter isOnly: whether each parameter has one gradient alone.
    func use(_ block: Int, isOnly: Bool) -> GradientUse {
        let (place, isFirst) = place(of: block)
        let own = kept[place]
        if isFirst, !isOnly { own.fill(0) }
        return GradientUse(kept: own, vector: vectors[place], update: nil, replaces: isFirst && isOnly)
    }

    /// Where the gradients of a block go, and whether they are the first there.
    private func place(of block: Int) -> (place: Int, isFirst: Bool) {
        guard let place = sums.firstIndex(where: { $0.contains(block) }) else {
            preconditionFailure("each block of a process has a place")
        }
        return (place, sums[place].lowerBound == block)
    }

    /// Updates parameters by the sum over all blocks, when each has come back: each rank updates its slice, and shows it to the
    /// others; where the update needs the norm of the sum, each updates all.
    func update(_ parameters: MutableTensor, by optimizer: Optimizer, step: Int, rate: Double, _ team: ThreadTeam) {
        if optimizer.needsNorm {
            let sum = Tensor(sum(team))
            return optimizer.update(parameters: parameters, gradients: sum, step: step, rate: rate, team: team)
        }
        let update = optimizer.update(of: parameters, step: step, rate: rate)
        if meeting.ranks.count == 1 {
            return update.apply(sumOf: sumOfFew(team), team: team)
        }
        sumSlice(team)
        update.apply(Tensor(kept[0]), to: slice(meeting.ranks.rank), team: team)
        show(parameters)
    }

    /// Shows the others this rank's slice of something that is as long as the parameters.
    func show(_ numbers: MutableTensor) {
        meeting.ranks.fill(numbers, counts: (0..<meeting.ranks.count).map { slice($0).count })
    }

    /// What the gradients of a lone rank's blocks come to, or as many as are added up on the way.
    private func sumOfFew(_ team: ThreadTeam) -> [Tensor] {
        [1, 2, 4].contains(kept.count) ? kept.map { Tensor($0) } : [Tensor(sum(team))]
    }

    /// The sum over all blocks, on every rank.
    private func sum(_ team: ThreadTeam) -> MutableTensor {
        sumSlice(team)
        show(kept[0])
        return kept[0]
    }

    /// Adds up this rank's slice of what all ranks have, in the place of its own first block's; all there is, on a lone one.
    private func sumSlice(_ team: ThreadTeam) {
        let parts = Self.parts(of: meeting.ranks.rank, meeting)
        for part in parts {
            BlockTree.sum(part, of: sums) { add(kept[place(of: $1).place], to: kept[place(of: $0).place], team) }
        }
        if meeting.ranks.count > 1 { exchange(parts, team) }
    }

    private func exchange(_ parts: [Range<Int>], _ team: ThreadTeam) {
        let ranks = meeting.ranks
        let (slices, own) = ((0..<ranks.count).map(slice), slice(ranks.rank))
        let all = (0..<ranks.count).map { Self.parts(of: $0, meeting) }
        ranks.exchange(
            pack(parts, slices), counts: slices.map { $0.count * parts.count }, into: arrived,
            arriving: all.map { $0.count * own.count })
        let known = all.flatMap { $0 }
        var places = [Int: MutableTensor]()
        for (number, part) in known.enumerated() {
            places[part.lowerBound] = arrived[number * own.count..<(number + 1) * own.count]
        }
        BlockTree.sum(0..<meeting.blocks, of: known) { first, second in
            if let first = places[first], let second = places[second] { add(second, to: first, team) }
        }
        kept[0][own].copy(from: Tensor(arrived)[0..<own.count])
    }

    /// The slices of some parts, rank after rank: one part is so as it is.
    private func pack(_ parts: [Range<Int>], _ slices: [Range<Int>]) -> Tensor {
        let places = parts.map { self.place(of: $0.lowerBound).place }
        if places.count == 1 { return Tensor(kept[places[0]]) }
        var place = 0
        for slice in slices {
            for part in places {
                leaving[place..<place + slice.count].copy(from: Tensor(kept[part])[slice])
                place += slice.count
            }
        }
        return Tensor(leaving)
    }

    private func slice(_ rank: Int) -> Range<Int> { Self.slice(rank, kept[0].count, meeting) }

    private func add(_ numbers: MutableTensor, to sum: MutableTensor, _ team: ThreadTeam) {
        AdditionKernel.add(Tensor(sum), Tensor(numbers), slope: 1, output: sum, team: team)
    }

    /// The parts of the tree that a rank has.
    private static func parts(of rank: Int, _ meeting: BlockMeeting) -> [Range<Int>] {
        BlockTree.parts(of: 0..<meeting.blocks, within: meeting.blocks(of: rank))
    }

    /// The numbers that a rank adds up, in whole vectors.
    private static func slice(_ rank: Int, _ count: Int, _ meeting: BlockMeeting) -> Range<Int> {
        let vectors = (0..<count / Tensor.lanes).part(rank, of: meeting.ranks.count)
        return vectors.lowerBound * Tensor.lanes..<vectors.upperBound * Tensor.lanes
    }
}
