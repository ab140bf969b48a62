import TensorStreams

/// Bytes made from sound ones by changes that readers have been known to fall over; the same for the same seed.
public struct Mutation {
    private var random: RandomSource
    /// Sizes, counts and signs that sums and products overflow on.
    private static let numbers: [UInt64] = [
        0, 1, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF,
        0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max,
    ]

    public init(seed: UInt64) { random = RandomSource(seed: seed) }

    /// One of the seeds with one to eight changes; sometimes the beginning of one and the end of another.
    public mutating func next(_ seeds: [[UInt8]]) -> [UInt8] {
        var bytes = seeds[below(seeds.count)]
        if below(8) == 0 {
            let other = seeds[below(seeds.count)]
            bytes = Array(bytes.prefix(below(bytes.count + 1)) + other.suffix(below(other.count + 1)))
        }
        for _ in 0...below(8) { change(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = below(bytes.count + 1)
        let length = min(1 + below(1 << below(7)), bytes.count - place)
        switch below(8) {
        case 0: if place < bytes.count { bytes[place] ^= 1 << UInt8(below(8)) }
        case 1: if place < bytes.count { bytes[place] = UInt8(truncatingIfNeeded: random.next()) }
        case 2: bytes.removeSubrange(place..<place + length)
        case 3: bytes.insert(contentsOf: bytes[place..<place + length], at: below(bytes.count + 1))
        case 4: bytes.insert(contentsOf: (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }, at: place)
        case 5: bytes.removeSubrange(place...)
        case 6: write(Self.numbers[below(Self.numbers.count)], at: place, in: &bytes)
        default: changeDigit(&bytes, from: place)
        }
    }

    /// A number of 1, 2, 4 or 8 bytes, in either order.
    private mutating func write(_ number: UInt64, at place: Int, in bytes: inout [UInt8]) {
        let size = 1 << below(4)
        guard place + size <= bytes.count else { return }
        let isLittle = below(2) == 0
        for index in 0..<size {
            let shift = 8 * (isLittle ? index : size - 1 - index)
            bytes[place + index] = UInt8(truncatingIfNeeded: number >> UInt64(shift))
        }
    }

    /// A number written in digits becomes another, or far longer.
    private mutating func changeDigit(_ bytes: inout [UInt8], from place: Int) {
        guard let digit = bytes[place...].firstIndex(where: { (0x30...0x39).contains($0) }) else { return }
        let texts = ["9", "-", "0", "e9", ".", "999999999999", "18446744073709551616", "1e308"]
        bytes.replaceSubrange(digit...digit, with: Array(texts[below(texts.count)].utf8))
    }

    private mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(max(1, bound))) }
}
