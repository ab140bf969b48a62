/// Random numbers that depend on their seed alone: xoshiro256++ (D. Blackman, S. Vigna, "Scrambled linear pseudorandom
/// number generators", 2021), its state filled by splitmix64.
///
/// Different streams of one seed are independent, so that each use (shuffling, noise, weights) draws from its own and
/// adding a draw to one does not move the others.
public struct RandomSource: RandomNumberGenerator, Sendable, Equatable {
    /// The four words of state, for saving and restoring.
    public private(set) var state: SIMD4<UInt64>

    public init(seed: UInt64, stream: UInt64 = 0) {
        var mixer = SplitMix(state: seed)
        // The stream is mixed on its own, so that (seed, stream) pairs do not collide along a diagonal.
        var streamMixer = SplitMix(state: stream ^ 0x5851_F42D_4C95_7F2D)
        let salt = stream == 0 ? 0 : streamMixer.next()
        mixer.state ^= salt
        state = SIMD4(mixer.next(), mixer.next(), mixer.next(), mixer.next())
    }

    /// Continues from a state that was saved; an all-zero state, which would stay zero, is replaced by that of seed 0.
    public init(state: SIMD4<UInt64>) {
        self = RandomSource(seed: 0)
        if state != .zero { self.state = state }
    }

    public mutating func next() -> UInt64 {
        let result = Self.rotated(state[0] &+ state[3], by: 23) &+ state[0]
        let shifted = state[1] << 17
        state[2] ^= state[0]
        state[3] ^= state[1]
        state[1] ^= state[2]
        state[0] ^= state[3]
        state[2] ^= shifted
        state[3] = Self.rotated(state[3], by: 45)
        return result
    }

    /// A number in [0, 1), a multiple of 2⁻²⁴.
    public mutating func uniform() -> Float { Float(next() >> 40) * 0x1p-24 }

    /// A whole number in `0..<bound`, every one equally likely (D. Lemire, "Fast random integer generation in an
    /// interval", 2019). `bound` is positive.
    public mutating func below(_ bound: Int) -> Int {
        let range = UInt64(bound)
        var product = next().multipliedFullWidth(by: range)
        if product.low < range {
            let threshold = (0 &- range) % range
            while product.low < threshold { product = next().multipliedFullWidth(by: range) }
        }
        return Int(product.high)
    }

    /// The numbers `0..<count` in random order (Fisher and Yates).
    public mutating func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        shuffle(&order)
        return order
    }

    /// Puts the elements in random order.
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        guard elements.count > 1 else { return }
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, below(last + 1))
        }
    }

    private static func rotated(_ word: UInt64, by bits: UInt64) -> UInt64 { word << bits | word >> (64 - bits) }
}

/// Steele, Lea and Flood's generator, good at spreading a small seed over a large state.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
