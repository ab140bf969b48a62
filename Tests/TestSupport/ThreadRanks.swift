import Foundation
import Threads

/// Ranks that are threads of one process, for tests of what ranks do together.
public final class ThreadRanks: @unchecked Sendable {
    private let count: Int
    private let condition = NSCondition()
    private var shown: [UnsafeRawBufferPointer?]
    private var counts: [[Int]]
    private var arrived = 0
    private var round = 0

    private init(_ count: Int) {
        self.count = count
        shown = Array(repeating: nil, count: count)
        counts = Array(repeating: [], count: count)
    }

    /// Runs `body` on so many ranks at once; what each gives, in their order.
    public static func run<Result: Sendable>(
        _ count: Int, _ body: @escaping @Sendable (any RankGroup) throws -> Result
    ) throws -> [Result] {
        let ranks = ThreadRanks(count)
        let box = Results<Result>(count)
        let threads = (0..<count).map { rank in
            Thread { box.set(rank, Swift.Result { try body(Rank(rank: rank, ranks: ranks)) }) }
        }
        for thread in threads {
            thread.stackSize = 8 << 20
            thread.start()
        }
        return try box.wait()
    }

    private final class Results<Value: Sendable>: @unchecked Sendable {
        private let condition = NSCondition()
        private var values: [Swift.Result<Value, any Error>?]

        init(_ count: Int) { values = Array(repeating: nil, count: count) }

        func set(_ rank: Int, _ value: Swift.Result<Value, any Error>) {
            condition.lock()
            values[rank] = value
            condition.broadcast()
            condition.unlock()
        }

        func wait() throws -> [Value] {
            condition.lock()
            defer { condition.unlock() }
            while values.contains(where: { $0 == nil }) { condition.wait() }
            return try values.compactMap { try $0?.get() }
        }
    }

    /// Shows what a rank has, looks at what all have, and waits until all have looked.
    fileprivate func meet(
        _ rank: Int, _ own: UnsafeRawBufferPointer, _ ownCounts: [Int],
        _ look: ([UnsafeRawBufferPointer], [[Int]]) -> Void
    ) {
        wait { (shown[rank], counts[rank]) = (own, ownCounts) }
        look(shown.compactMap { $0 }, counts)
        wait {}
    }

    private func wait(_ change: () -> Void) {
        condition.lock()
        defer { condition.unlock() }
        change()
        arrived += 1
        if arrived == count {
            (arrived, round) = (0, round + 1)
            condition.broadcast()
            return
        }
        let own = round
        while round == own { condition.wait() }
    }

    private final class Rank: RankGroup {
        let rank: Int
        let ranks: ThreadRanks
        var count: Int { ranks.count }

        init(rank: Int, ranks: ThreadRanks) { (self.rank, self.ranks) = (rank, ranks) }

        func gather(_ own: UnsafeRawBufferPointer, into all: UnsafeMutableRawBufferPointer, counts: [Int]) {
            precondition(own.count == counts[rank] && all.count == counts.reduce(0, +), "counts are of bytes")
            ranks.meet(rank, own, counts) { shown, _ in
                precondition(shown.map(\.count) == counts, "all ranks know what each has")
                var first = 0
                for (other, bytes) in shown.enumerated() {
                    if other != rank || bytes.baseAddress != UnsafeRawPointer(all.baseAddress?.advanced(by: first)) {
                        UnsafeMutableRawBufferPointer(rebasing: all[first..<first + bytes.count]).copyMemory(
                            from: bytes)
                    }
                    first += bytes.count
                }
            }
        }

        func exchange(
            _ out: UnsafeRawBufferPointer, counts: [Int], into arrived: UnsafeMutableRawBufferPointer, arriving: [Int]
        ) {
            precondition(out.count == counts.reduce(0, +), "counts are of bytes")
            precondition(arrived.count == arriving.reduce(0, +), "what arrives has its room")
            ranks.meet(rank, out, counts) { shown, counts in
                var handed = counts.map { $0[rank] }
                if arriving[rank] == 0 { handed[rank] = 0 }
                precondition(handed == arriving, "what arrives is what the others hand out")
                var first = 0
                for (other, bytes) in shown.enumerated() where arriving[other] > 0 {
                    let from = counts[other][..<rank].reduce(0, +)
                    let part = UnsafeRawBufferPointer(rebasing: bytes[from..<from + counts[other][rank]])
                    UnsafeMutableRawBufferPointer(rebasing: arrived[first..<first + part.count]).copyMemory(from: part)
                    first += part.count
                }
            }
        }
    }
}
