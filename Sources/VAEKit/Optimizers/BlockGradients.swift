import Threads

/// The gradients of the blocks of a batch, and their sum over all of them, on this and on other ranks.
final class BlockGradients {
    private let meeting: BlockMeeting
    /// By block of this process.
    private let kept: [MutableTensor]
    private let vector: MutableTensor
    /// This rank's slices of the sums of the others.
    private let arrived: MutableTensor
    private let leaving: MutableTensor

    /// - Parameters:
    ///   - count: of parameters, in whole vectors.
    ///   - longestVector: the longest bias, scale or shift.
    init(_ meeting: BlockMeeting, count: Int, longestVector: Int) {
        self.meeting = meeting
        kept = meeting.own.map { _ in MutableTensor(zeros: count) }
        vector = MutableTensor(zeros: longestVector)
        let ranks = (0..<meeting.ranks.count)
        let parts = ranks.map { Self.parts(of: $0, meeting).count }
        let isAlone = ranks.count == 1
        arrived = MutableTensor(
            zeros: isAlone ? 0 : parts.reduce(0, +) * Self.slice(meeting.ranks.rank, count, meeting).count)
        leaving = MutableTensor(zeros: isAlone ? 0 : parts[meeting.ranks.rank] * count)
    }

    /// What the way back of a block adds its gradients to.
    func use(_ block: Int) -> GradientUse {
        let own = kept[block - meeting.own.lowerBound]
        own.fill(0)
        return GradientUse(kept: own, vector: vector, update: nil)
    }

    /// The sum over all blocks, when each has come back.
    func sum(_ team: ThreadTeam) -> Tensor {
        let (own, total) = (meeting.own, kept[0])
        let parts = Self.parts(of: meeting.ranks.rank, meeting)
        for part in parts {
            BlockTree.sum(part, of: part.map { $0..<$0 + 1 }) { first, second in
                add(kept[second - own.lowerBound], to: kept[first - own.lowerBound], team)
            }
        }
        guard meeting.ranks.count > 1 else { return Tensor(total) }
        exchange(parts, team)
        let slices = (0..<meeting.ranks.count).map { Self.slice($0, total.count, meeting) }
        meeting.ranks.fill(total, counts: slices.map(\.count))
        return Tensor(total)
    }

    /// Adds up this rank's slice of what all ranks have, in the place of its own.
    private func exchange(_ parts: [Range<Int>], _ team: ThreadTeam) {
        let (ranks, total) = (meeting.ranks, kept[0])
        let slices = (0..<ranks.count).map { Self.slice($0, total.count, meeting) }
        var place = 0
        for slice in slices {
            for part in parts {
                let numbers = Tensor(kept[part.lowerBound - meeting.own.lowerBound])[slice]
                leaving[place..<place + slice.count].copy(from: numbers)
                place += slice.count
            }
        }
        let (slice, all) = (slices[ranks.rank], (0..<ranks.count).map { Self.parts(of: $0, meeting) })
        ranks.exchange(
            Tensor(leaving), counts: slices.map { $0.count * parts.count }, into: arrived,
            arriving: all.map { $0.count * slice.count })
        let known = all.flatMap { $0 }
        var places = [Int: MutableTensor]()
        for (number, part) in known.enumerated() {
            places[part.lowerBound] = arrived[number * slice.count..<(number + 1) * slice.count]
        }
        BlockTree.sum(0..<meeting.blocks, of: known) { first, second in
            if let first = places[first], let second = places[second] { add(second, to: first, team) }
        }
        total[slice].copy(from: Tensor(arrived)[0..<slice.count])
    }

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
