import Threads

/// Where the blocks of a batch show each other what they have: those of this process, and of the other ranks.
///
/// All blocks meet as often, in the same order; what comes of it is the same whoever has which of them. Those of this process go
/// side by side in runs, with a thread for each run, or take turns with all threads.
final class BlockMeeting {
    /// Blocks of a batch.
    let blocks: Int
    /// Items of the largest batch.
    let largest: Int
    let ranks: any RankGroup
    /// The blocks of this process that one thread does; all of them where each has all threads.
    private let runs: [Range<Int>]
    /// Where blocks meet.
    private let turns: Turns?
    private let team: ThreadTeam
    private let alone = ThreadTeam(threads: 1)
    /// Items of the batch that is under way.
    private(set) var items = 0
    /// Guards what was worked out once for all blocks of this process, and how much of it each of them has had.
    private let looking = Condition()
    private var results: [Any] = []
    private var taken: [Int]

    /// - Parameters:
    ///   - blocks: a multiple of the number of ranks.
    ///   - largest: items of the largest batch.
    ///   - runs: the blocks of this process, one run for each thread or one for all.
    ///   - meet: whether blocks have anything to show to others.
    init(blocks: Int, largest: Int, ranks: any RankGroup, runs: [Range<Int>], meet: Bool, team: ThreadTeam) {
        precondition(blocks % ranks.count == 0, "every rank has as many blocks")
        (self.blocks, self.largest, self.ranks, self.runs, self.team) = (blocks, largest, ranks, runs, team)
        let first = runs[0].lowerBound
        turns = meet ? Turns(runs.map { $0.lowerBound - first..<$0.upperBound - first }) : nil
        taken = [Int](repeating: 0, count: blocks)
    }

    /// The blocks of a rank.
    func blocks(of rank: Int) -> Range<Int> { (0..<blocks).part(rank, of: ranks.count) }

    /// The blocks of this process.
    var own: Range<Int> { blocks(of: ranks.rank) }

    /// The items of a block, by their places in the batch.
    func items(of block: Int) -> Range<Int> { (0..<items).part(block, of: blocks) }

    /// The items of all blocks of a rank, by their places in a batch of so many.
    func items(ofRank rank: Int, batch count: Int) -> Range<Int> {
        let (own, items) = (blocks(of: rank), 0..<count)
        return items.part(own.lowerBound, of: blocks).lowerBound..<items.part(own.upperBound - 1, of: blocks).upperBound
    }

    /// Runs `body` for each block of this process, for a batch of so many items, with the threads that it has.
    func run(items: Int, _ body: (_ block: Int, ThreadTeam) -> Void) {
        self.items = items
        let ofBlock = runs.count > 1 ? alone : team
        guard let turns else {
            return team.forEach(runs.count) { run in for block in runs[run] { body(block, ofBlock) } }
        }
        results.removeAll()
        for block in own { taken[block] = 0 }
        let first = own.lowerBound
        turns.run { body(first + $0, ofBlock) }
    }

    /// The numbers of all blocks, in their order, for each of which `count` says how many it has.
    func gather(_ numbers: Tensor, from block: Int, count: (_ block: Int) -> Int) -> [Tensor] {
        guard let turns else { preconditionFailure("blocks meet that have something to show") }
        let counts = (0..<blocks).map(count)
        var first = 0
        let ranges = counts.map { count in
            defer { first += count }
            return first..<first + count
        }
        let room = once(block) { MutableTensor(zeros: first) }
        room[ranges[block]].copy(from: numbers)
        turns.meet(block - own.lowerBound) {
            ranks.fill(room, counts: (0..<ranks.count).map { counts[blocks(of: $0)].reduce(0, +) })
        }
        return ranges.map { Tensor(room)[$0] }
    }

    /// What `body` gives, which the first block of this process that asks works out for all of them.
    func once<Result>(_ block: Int, _ body: () -> Result) -> Result {
        looking.locked {
            defer { taken[block] += 1 }
            if taken[block] == results.count { results.append(body()) }
            guard let result = results[taken[block]] as? Result else {
                preconditionFailure("blocks ask for the same things in the same order")
            }
            return result
        }
    }
}

/// One of the blocks that a batch is cut into, whose sums are taken apart.
struct BatchBlock {
    let number: Int
    let meeting: BlockMeeting

    /// The items of the whole batch.
    var batchItems: Int { meeting.items }
    /// Its own among them.
    var items: Range<Int> { meeting.items(of: number) }
    /// Whether it is the first of its process, which does what is to be done once.
    var isFirstHere: Bool { number == meeting.own.lowerBound }
    /// Whether it is the first of the batch.
    var isFirst: Bool { number == 0 }

    /// The numbers of all blocks, in their order.
    ///
    /// - Parameter count: how many numbers a block of so many items has.
    func gather(_ numbers: Tensor, count: (_ items: Int) -> Int) -> [Tensor] {
        meeting.gather(numbers, from: number) { count(meeting.items(of: $0).count) }
    }

    /// The columns of all blocks side by side, rows × columns of the whole batch.
    ///
    /// - Parameter numbers: rows × columns of this block.
    func join(_ numbers: Tensor, rows: Int) -> MutableTensor {
        let shown = gather(numbers) { rows * Tensor.columns(for: $0) }
        return meeting.once(number) {
            let columns = Tensor.columns(for: batchItems)
            let joined = MutableTensor(zeros: rows * columns)
            var first = 0
            for (part, items) in zip(shown, itemCounts) {
                let width = Tensor.columns(for: items)
                for row in 0..<rows {
                    for item in 0..<items { joined[row * columns + first + item] = part[row * width + item] }
                }
                first += items
            }
            return joined
        }
    }

    /// The items of each block.
    var itemCounts: [Int] { (0..<meeting.blocks).map { meeting.items(of: $0).count } }
}
