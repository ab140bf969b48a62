import TensorStreams

/// Sixteen sequences of random words side by side (xorshift, Marsaglia 2003), for choices that need no more than to be even.
struct RandomWords {
    private var state: SIMD16<UInt32>

    /// The words of one place of a source.
    init(_ source: NoiseSource, _ place: UInt64) {
        state = .zero
        for lane in 0..<16 {
            // A state of 0 would stay 0.
            state[lane] = UInt32(truncatingIfNeeded: source.bits(at: place &* 16 &+ UInt64(lane))) | 1
        }
    }

    @inline(__always)
    mutating func next() -> SIMD16<UInt32> {
        state ^= state &<< 13
        state ^= state &>> 17
        state ^= state &<< 5
        return state
    }
}
