import Threads

/// What a run needs whose batches are cut into blocks: where they meet, their gradients, and the sum of their losses.
final class TrainingBlocks {
    let meeting: BlockMeeting
    let gradients: BlockGradients
    /// What each rank has told in the last step.
    private(set) var messages: [Double]

    /// nil where batches are in one piece.
    ///
    /// - Parameters:
    ///   - largest: items of the largest batch.
    ///   - sumsOnTheWay: whether what two blocks have for a parameter may be added up as it is made, since each has it once.
    init?(
        _ settings: TrainingSettings, largest: Int, model: any Model, sumsOnTheWay: Bool, ranks: any RankGroup,
        team: ThreadTeam
    ) {
        guard settings.blocks > 1 else { return nil }
        let own = (0..<settings.blocks).part(ranks.rank, of: ranks.count)
        let (single, pairs) = (own.map { $0..<$0 + 1 }, BlockTree.pairs(own))
        let sums = sumsOnTheWay && pairs.count >= team.threads ? pairs : single
        let goSideBySide = model.mixing != .comparison && sums.count >= team.threads
        meeting = BlockMeeting(
            blocks: settings.blocks, largest: largest, ranks: ranks,
            runs: goSideBySide ? Self.runs(of: sums, threads: team.threads) : [own], meet: model.mixing != .none,
            team: team)
        gradients = BlockGradients(
            meeting, sums: sums, count: model.store.values.count, longestVector: model.store.longestVector)
        messages = [Double](repeating: 0, count: ranks.count)
    }

    /// Blocks one behind the other for each thread, about as many; those that are added up as they are made stay together.
    private static func runs(of sums: [Range<Int>], threads: Int) -> [Range<Int>] {
        (0..<threads).map { thread in
            let part = sums[sums.indices.part(thread, of: threads)]
            return part.first!.lowerBound..<part.last!.upperBound
        }
    }

    func block(_ number: Int) -> BatchBlock { BatchBlock(number: number, meeting: meeting) }

    /// The loss of the batch: that of this process's blocks, and of all others, in their order.
    func sum(_ own: [BatchLoss], telling message: Double) -> BatchLoss {
        let numbers = own.map(\.numbers)
        let all = meeting.ranks.gather(alike: [message] + numbers.flatMap { $0 })
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
