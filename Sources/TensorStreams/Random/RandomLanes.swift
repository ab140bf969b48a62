/// Eight xoshiro256++ generators side by side: 64 random bytes a step, for work that needs one draw per pixel.
public struct RandomLanes: Sendable, Equatable {
    private var s0: SIMD8<UInt64> = .zero
    private var s1: SIMD8<UInt64> = .zero
    private var s2: SIMD8<UInt64> = .zero
    private var s3: SIMD8<UInt64> = .zero

    /// Eight generators, each with a state of its own drawn from (seed, stream).
    public init(seed: UInt64, stream: UInt64 = 0) {
        var source = RandomSource(seed: seed, stream: stream)
        for lane in 0..<8 {
            s0[lane] = source.next()
            s1[lane] = source.next()
            s2[lane] = source.next()
            s3[lane] = source.next()
        }
    }

    /// The next 512 bits.
    @inline(__always)
    public mutating func next() -> SIMD8<UInt64> {
        let sum = s0 &+ s3
        let result = (sum &<< 23 | sum &>> 41) &+ s0
        let shifted = s1 &<< 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = s3 &<< 45 | s3 &>> 19
        return result
    }
}
