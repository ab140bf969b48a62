import Threads

/// What a run needs whose batches are cut into blocks: where they meet, their gradients, and the sum of their losses.
final class TrainingBlocks {
    let meeting: BlockMeeting
    let gradients: BlockGradients
    /// What each rank has told in the last step.
    private(set) var messages: [Double]

    /// nil where batches are in one piece.
    ///
    /// - Parameter largest: items of the largest batch.
    init?(_ settings: TrainingSettings, largest: Int, store: ParameterStore, ranks: any RankGroup) {
        guard settings.blocks > 1 else { return nil }
        meeting = BlockMeeting(blocks: settings.blocks, largest: largest, ranks: ranks)
        gradients = BlockGradients(meeting, count: store.values.count, longestVector: store.longestVector)
        messages = [Double](repeating: 0, count: ranks.count)
    }

    func block(_ number: Int) -> BatchBlock { BatchBlock(number: number, meeting: meeting) }

    /// The loss of the batch: that of this process's blocks, and of all others, in their order.
    func sum(_ own: [BatchLoss], telling message: Double) -> BatchLoss {
        let numbers = own.map(\.numbers)
        let all = meeting.ranks.gather([message] + numbers.flatMap { $0 })
        let (count, width) = (numbers[0].count, all.count / meeting.ranks.count)
        var sum = BatchLoss(own[0].names)
        for first in stride(from: 0, to: all.count, by: width) {
            messages[first / width] = all[first]
            for place in stride(from: first + 1, to: first + width, by: count) {
                sum += BatchLoss(numbers: all[place..<place + count], like: own[0])
            }
        }
        return sum
    }
}

extension BatchLoss {
    /// All that it is, for other ranks.
    fileprivate var numbers: [Double] {
        [Double(items)] + values + usage.counts.flatMap { $0.map { Double($0) } }
    }

    /// - Parameter other: a loss of the same model.
    fileprivate init(numbers: ArraySlice<Double>, like other: BatchLoss) {
        self.init(other.names)
        var rest = numbers
        (items, loss) = (Int(rest.removeFirst()), rest.removeFirst())
        for place in names.indices { terms[place] = rest.removeFirst() }
        usage = CodeUsage(
            counts: other.usage.counts.map { book in
                defer { rest = rest.dropFirst(book.count) }
                return rest.prefix(book.count).map { Int($0) }
            })
    }
}
