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

    /// The least multiple of 64, the bytes of a step, that is no less than `count`.
    public static func padded(_ count: Int) -> Int { (count + 63) / 64 * 64 }

    /// Fills whole steps of 64 bytes; what is left over at the end stays as it is.
    public mutating func fill(_ bytes: inout [UInt8]) {
        var lanes = self
        bytes.withUnsafeMutableBytes { raw in
            for step in 0..<raw.count / 64 {
                raw.storeBytes(of: lanes.next(), toByteOffset: 64 * step, as: SIMD8<UInt64>.self)
            }
        }
        self = lanes
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
