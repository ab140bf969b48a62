import Threads

/// Where the blocks of a batch show each other what they have: those of this process, and of the other ranks.
///
/// All blocks meet as often, in the same order; what comes of it is the same whoever has which of them. Where they have nothing
/// to show, those of this process go side by side, a thread each, as long as there are blocks for all threads.
final class BlockMeeting {
    /// Blocks of a batch.
    let blocks: Int
    /// Items of the largest batch.
    let largest: Int
    let ranks: any RankGroup
    /// Where blocks meet, they take turns, each with all threads.
    private let turns: Turns?
    /// Blocks that one thread does one after the other, where blocks go side by side.
    private let runs: [Range<Int>]
    private let team: ThreadTeam
    private let alone = ThreadTeam(threads: 1)
    /// Items of the batch that is under way.
    private(set) var items = 0
    /// What the blocks of this process put theirs into, to be shown to all.
    private var room = MutableTensor(zeros: 0)
    /// What was worked out once for all blocks of this process, and how much of it each of them has had.
    private var results: [Any] = []
    private var taken: [Int]

    /// - Parameters:
    ///   - blocks: a multiple of the number of ranks.
    ///   - largest: items of the largest batch.
    ///   - runs: the blocks of this process that go side by side; nil where they meet.
    init(blocks: Int, largest: Int, ranks: any RankGroup, runs: [Range<Int>]?, team: ThreadTeam) {
        precondition(blocks % ranks.count == 0, "every rank has as many blocks")
        (self.blocks, self.largest, self.ranks, self.team) = (blocks, largest, ranks, team)
        turns = runs == nil ? Turns(count: blocks / ranks.count) : nil
        self.runs = runs ?? []
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
        guard let turns else {
            return team.forEach(runs.count) { run in for block in runs[run] { body(block, alone) } }
        }
        results.removeAll()
        for block in own { taken[block] = 0 }
        let first = own.lowerBound
        turns.run { body(first + $0, team) }
    }

    /// The numbers of all blocks, in their order, for each of which `count` says how many it has.
    func gather(_ numbers: Tensor, from block: Int, count: (_ block: Int) -> Int) -> [Tensor] {
        let counts = (0..<blocks).map(count)
        var first = 0
        let ranges = counts.map { count in
            defer { first += count }
            return first..<first + count
        }
        // Who comes first makes room, which each keeps: the next room may be made before all have looked at this one.
        if block == own.lowerBound { room = MutableTensor(zeros: first) }
        let room = room
        room[ranges[block]].copy(from: numbers)
        guard let turns else { preconditionFailure("blocks that go side by side do not meet") }
        turns.meet(block - own.lowerBound) {
            ranks.fill(room, counts: (0..<ranks.count).map { counts[blocks(of: $0)].reduce(0, +) })
        }
        return ranges.map { Tensor(room)[$0] }
    }

    /// What `body` gives, which the first block of this process works out for all of them.
    func once<Result>(_ block: Int, _ body: () -> Result) -> Result {
        defer { taken[block] += 1 }
        if taken[block] == results.count { results.append(body()) }
        guard let result = results[taken[block]] as? Result else {
            preconditionFailure("blocks ask for the same things in the same order")
        }
        return result
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
