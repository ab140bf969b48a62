import TensorStreams
import Threads

extension RankGroup {
    /// Fills a tensor that holds the numbers of all ranks, one behind the other, of which each has put its own in place.
    ///
    /// - Parameter counts: how many each rank has.
    func fill(_ tensor: MutableTensor, counts: [Int]) {
        guard count > 1 else { return }
        let (own, all) = memory(tensor, counts)
        gather(own, into: all, counts: counts.map { 4 * $0 })
    }

    /// Begins the same; until it has ended, nothing else touches the tensor.
    func beginFilling(_ tensor: MutableTensor, counts: [Int]) -> any ExchangeUnderWay {
        let (own, all) = memory(tensor, counts)
        return beginGather(own, into: all, counts: counts.map { 4 * $0 })
    }

    private func memory(
        _ tensor: MutableTensor, _ counts: [Int]
    ) -> (own: UnsafeRawBufferPointer, all: UnsafeMutableRawBufferPointer) {
        let first = counts[..<rank].reduce(0, +)
        return (
            UnsafeRawBufferPointer(start: tensor.pointer + first, count: 4 * counts[rank]),
            UnsafeMutableRawBufferPointer(start: tensor.pointer, count: 4 * tensor.count)
        )
    }

    /// Begins to hand each rank its part of the numbers, and to put those that the others have for this one in `arrived`; neither
    /// may change until it has ended.
    ///
    /// - Parameters:
    ///   - counts: numbers for each rank.
    ///   - arriving: numbers from each rank.
    func beginExchange(
        _ numbers: Tensor, counts: [Int], into arrived: MutableTensor, arriving: [Int]
    ) -> any ExchangeUnderWay {
        beginExchange(
            UnsafeRawBufferPointer(start: numbers.pointer, count: 4 * numbers.count), counts: counts.map { 4 * $0 },
            into: UnsafeMutableRawBufferPointer(start: arrived.pointer, count: 4 * arrived.count),
            arriving: arriving.map { 4 * $0 })
    }
}

extension MutableTensor {
    /// CRC-32 of the numbers, to tell them from others.
    var checksum: UInt32 { CRC32.of(UnsafeRawBufferPointer(start: pointer, count: 4 * count)) }
}
