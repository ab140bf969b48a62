import Threads

/// A part of the parameters whose gradients ranks exchange together, as soon as all of them are made (Li et al. 2020, "PyTorch
/// Distributed", section 3.2.3): each rank adds up its slice of what all have.
final class GradientBucket {
    /// Of the parameters, in whole vectors.
    let range: Range<Int>
    private let ranks: any RankGroup
    /// What each rank adds up.
    private let slices: [Range<Int>]
    /// The parts of the tree that each rank has.
    private let parts: [[Range<Int>]]
    /// This rank's slice of the parts of all others; of its own, which stay where they are, when the exchange has begun.
    private let arrived: MutableTensor
    private var own: [MutableTensor] = []
    private let leaving: MutableTensor
    /// Numbers whose gradients are not made yet.
    private var left: Int
    private var exchange: (any ExchangeUnderWay)?
    private var showing: (any ExchangeUnderWay)?

    /// - Parameter parts: those of the tree that each rank has.
    init(_ range: Range<Int>, parts: [[Range<Int>]], ranks: any RankGroup) {
        (self.range, self.parts, self.ranks, left) = (range, parts, ranks, range.count)
        slices = ranks.all.map { rank in
            let vectors = (0..<range.count / Tensor.lanes).part(rank, of: ranks.count)
            let first = range.lowerBound + vectors.lowerBound * Tensor.lanes
            return first..<first + vectors.count * Tensor.lanes
        }
        let (all, own) = (parts.reduce(0) { $0 + $1.count }, parts[ranks.rank].count)
        arrived = MutableTensor(zeros: (all - own) * slices[ranks.rank].count)
        leaving = MutableTensor(zeros: own == 1 ? 0 : own * range.count)
    }

    /// The numbers of this rank.
    var slice: Range<Int> { slices[ranks.rank] }

    /// Counts gradients that have been made.
    ///
    /// - Returns: whether all are.
    func count(_ made: Range<Int>) -> Bool {
        left -= made.clamped(to: range).count
        precondition(left >= 0, "each gradient is made once")
        return left == 0
    }

    var hasBegun: Bool { exchange != nil }

    /// Shows the other ranks their slices of the gradients of this one's parts.
    func begin(_ gradients: [MutableTensor]) {
        own = gradients.map { $0[slice] }
        var arriving = parts.map { $0.count * slice.count }
        arriving[ranks.rank] = 0
        exchange = ranks.beginExchange(
            pack(gradients), counts: slices.map { $0.count * gradients.count }, into: arrived, arriving: arriving)
    }

    /// Lets an exchange that has begun go on.
    func push() { exchange?.push() }

    /// Waits for the end of an exchange that has begun.
    func finish() {
        exchange?.finish()
        (exchange, left) = (nil, range.count)
    }

    /// What each part of the tree over all blocks has for this rank's slice, by the part's first block, when all have been shown.
    var shown: [Int: MutableTensor] {
        var shown = Dictionary(uniqueKeysWithValues: zip(parts[ranks.rank].map(\.lowerBound), own))
        var place = 0
        for rank in ranks.all where rank != ranks.rank {
            for part in parts[rank] {
                shown[part.lowerBound] = arrived[place..<place + slice.count]
                place += slice.count
            }
        }
        return shown
    }

    /// Begins to show all ranks the slice that each has of numbers which are as long as the parameters.
    func beginToShow(_ numbers: MutableTensor) {
        showing = ranks.beginFilling(numbers[range], counts: slices.map(\.count))
    }

    /// Waits until all have shown theirs.
    func finishShowing() {
        showing?.finish()
        showing = nil
    }

    /// The slices of some parts, rank after rank: one part is so as it is.
    private func pack(_ gradients: [MutableTensor]) -> Tensor {
        if gradients.count == 1 { return Tensor(gradients[0])[range] }
        var place = 0
        for (rank, slice) in slices.enumerated() {
            for part in gradients {
                if rank != ranks.rank { leaving[place..<place + slice.count].copy(from: Tensor(part)[slice]) }
                place += slice.count
            }
        }
        return Tensor(leaving)
    }
}
