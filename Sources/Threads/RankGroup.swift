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

    /// Hands each rank its part of `out`, and puts those that the others have for this one behind each other, in their order.
    ///
    /// - Parameters:
    ///   - counts: bytes for each rank.
    ///   - arriving: bytes from each rank.
    func exchange(
        _ out: UnsafeRawBufferPointer, counts: [Int], into arrived: UnsafeMutableRawBufferPointer, arriving: [Int])
}

extension RankGroup {
    /// The rank that writes what comes of the work.
    public var isFirst: Bool { rank == 0 }

    /// The bytes of each rank, of any number.
    public func gather(_ own: [UInt8]) -> [[UInt8]] {
        let counts = gather(count: own.count)
        var all = [UInt8](repeating: 0, count: counts.reduce(0, +))
        own.withUnsafeBytes { own in all.withUnsafeMutableBytes { gather(own, into: $0, counts: counts) } }
        var first = 0
        return counts.map { count in
            defer { first += count }
            return Array(all[first..<first + count])
        }
    }

    private func gather(count: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: self.count)
        let sizes = [Int](repeating: MemoryLayout<Int>.size, count: self.count)
        withUnsafeBytes(of: count) { own in counts.withUnsafeMutableBytes { gather(own, into: $0, counts: sizes) } }
        return counts
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

    private func exchange(_ out: [UInt8], counts: [Int], arriving: [Int]) -> [UInt8] {
        var arrived = [UInt8](repeating: 0, count: arriving.reduce(0, +))
        out.withUnsafeBytes { out in
            arrived.withUnsafeMutableBytes { exchange(out, counts: counts, into: $0, arriving: arriving) }
        }
        return arrived
    }

    /// As many numbers of each rank, rank after rank.
    public func gather(_ own: [Double]) -> [Double] {
        var all = [Double](repeating: 0, count: own.count * count)
        let counts = [Int](repeating: own.count * MemoryLayout<Double>.size, count: count)
        own.withUnsafeBytes { own in all.withUnsafeMutableBytes { gather(own, into: $0, counts: counts) } }
        return all
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
