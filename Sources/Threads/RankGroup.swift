/// Processes that do one work together, the ranks of MPI: what each has, shown to the others.
///
/// All ranks call the same functions in the same order. A rank that cannot be reached ends them all.
public protocol RankGroup: AnyObject, Sendable {
    /// Which of them this is, from 0.
    var rank: Int { get }
    /// How many they are.
    var count: Int { get }

    /// Puts the bytes of all ranks one behind the other, in their order.
    ///
    /// - Parameter counts: how many each rank has.
    func gather(_ own: UnsafeRawBufferPointer, into all: UnsafeMutableRawBufferPointer, counts: [Int])

    /// Begins the same, which goes on while other work is done; until it has ended, nothing else touches either memory.
    func beginGather(
        _ own: UnsafeRawBufferPointer, into all: UnsafeMutableRawBufferPointer, counts: [Int]
    ) -> any ExchangeUnderWay

    /// Hands each rank its part of `out`, and puts those that the others have for this one behind each other, in their order.
    ///
    /// - Parameters:
    ///   - counts: bytes for each rank.
    ///   - arriving: bytes from each rank; none from this one where its own part stays in `out`.
    func exchange(
        _ out: UnsafeRawBufferPointer, counts: [Int], into arrived: UnsafeMutableRawBufferPointer, arriving: [Int])

    /// Begins the same, which goes on while other work is done; until it has ended, nothing else touches either memory.
    func beginExchange(
        _ out: UnsafeRawBufferPointer, counts: [Int], into arrived: UnsafeMutableRawBufferPointer, arriving: [Int]
    ) -> any ExchangeUnderWay
}

/// An exchange among ranks that has begun.
public protocol ExchangeUnderWay {
    /// Lets it go on: messages move while some function of the group runs.
    func push()
    /// Waits for its end.
    func finish()
}

/// One that was over as soon as it began.
public struct FinishedExchange: ExchangeUnderWay {
    public init() {}
    public func push() {}
    public func finish() {}
}

extension RankGroup {
    public func beginGather(
        _ own: UnsafeRawBufferPointer, into all: UnsafeMutableRawBufferPointer, counts: [Int]
    ) -> any ExchangeUnderWay {
        gather(own, into: all, counts: counts)
        return FinishedExchange()
    }

    public func beginExchange(
        _ out: UnsafeRawBufferPointer, counts: [Int], into arrived: UnsafeMutableRawBufferPointer, arriving: [Int]
    ) -> any ExchangeUnderWay {
        exchange(out, counts: counts, into: arrived, arriving: arriving)
        return FinishedExchange()
    }
}

extension RankGroup {
    /// The rank that writes what comes of the work.
    public var isFirst: Bool { rank == 0 }

    /// The numbers of all ranks.
    public var all: Range<Int> { 0..<count }

    /// The numbers of each rank, of which each may have another count.
    public func gather<Number: BitwiseCopyable>(_ own: [Number]) -> [[Number]] {
        if count == 1 { return [own] }
        let counts = gather(count: own.count)
        let numbers = gather(own, counts: counts)
        var first = 0
        return counts.map { count in
            defer { first += count }
            return Array(numbers[first..<first + count])
        }
    }

    /// Hands each rank its part of some numbers; those that the others have for this one, in the order of the ranks.
    ///
    /// - Parameters:
    ///   - counts: numbers for each rank.
    ///   - arriving: numbers from each rank.
    public func exchange<Number: BitwiseCopyable>(_ numbers: [Number], counts: [Int], arriving: [Int]) -> [Number] {
        let size = MemoryLayout<Number>.stride
        return filled(arriving.reduce(0, +), with: numbers) { out, arrived in
            exchange(out, counts: counts.map { $0 * size }, into: arrived, arriving: arriving.map { $0 * size })
        }
    }

    private func filled<Number: BitwiseCopyable>(
        _ count: Int, with own: [Number], _ fill: (UnsafeRawBufferPointer, UnsafeMutableRawBufferPointer) -> Void
    ) -> [Number] {
        [Number](unsafeUninitializedCapacity: count) { all, initialised in
            own.withUnsafeBytes { own in
                let bytes = UnsafeMutableRawBufferPointer(all)
                fill(own, UnsafeMutableRawBufferPointer(rebasing: bytes[..<(count * MemoryLayout<Number>.stride)]))
            }
            initialised = count
        }
    }

    /// The numbers of all ranks, rank after rank.
    ///
    /// - Parameter counts: how many each rank has.
    private func gather<Number: BitwiseCopyable>(_ own: [Number], counts: [Int]) -> [Number] {
        filled(counts.reduce(0, +), with: own) { own, all in
            gather(own, into: all, counts: counts.map { $0 * MemoryLayout<Number>.stride })
        }
    }

    private func gather(count: Int) -> [Int] {
        gather([count], counts: [Int](repeating: 1, count: self.count))
    }

    /// The bytes of all ranks, one behind the other, on the first; none on the others.
    ///
    /// - Parameter sizes: how many each rank has.
    func collect(_ own: [UInt8], sizes: [Int]) -> [UInt8] {
        let none = [Int](repeating: 0, count: count)
        return exchange(own, counts: [own.count] + none.dropFirst(), arriving: isFirst ? sizes : none)
    }

    /// What the first rank has for this one.
    ///
    /// - Parameters:
    ///   - parcels: one for each of the first ranks, on the first alone.
    ///   - sizes: how many bytes there are for each.
    func handOut(_ parcels: [[UInt8]], sizes: [Int]) -> [UInt8] {
        let none = [Int](repeating: 0, count: count)
        return exchange(
            Array(parcels.joined()), counts: isFirst ? sizes : none, arriving: [sizes[rank]] + none.dropFirst())
    }

    /// As many numbers of each rank, rank after rank.
    public func gather(alike own: [Double]) -> [Double] {
        gather(own, counts: [Int](repeating: own.count, count: count))
    }
}

/// A process that works alone.
public final class LoneRank: RankGroup {
    public let rank = 0
    public let count = 1

    public init() {}

    public func gather(_ own: UnsafeRawBufferPointer, into all: UnsafeMutableRawBufferPointer, counts: [Int]) {
        all.copyMemory(from: own)
    }

    public func exchange(
        _ out: UnsafeRawBufferPointer, counts: [Int], into arrived: UnsafeMutableRawBufferPointer, arriving: [Int]
    ) {
        arrived.copyMemory(from: out)
    }
}
