import Glibc

/// Standard normal numbers that depend on nothing but a key and a place, so that any of them can be made again without
/// those before it: a resumed run, another batch size or another number of threads sees the same noise.
///
/// The 64 bits at a place are splitmix64's finaliser (Steele, Lea & Flood 2014) of key and place; two of their halves
/// give two normals by Box & Muller (1958).
public struct NoiseSource: Sendable {
    @usableFromInline let key: UInt64

    public init(seed: UInt64) { key = Self.mix(seed &+ Self.golden) }

    private init(key: UInt64) { self.key = key }

    /// An independent source for one use of this one: a step, an epoch, a purpose.
    public func derived(_ use: UInt64) -> NoiseSource {
        NoiseSource(key: Self.mix(key ^ Self.mix(use &+ Self.golden)))
    }

    /// 64 random bits at `place`.
    @inlinable @inline(__always)
    public func bits(at place: UInt64) -> UInt64 { Self.mix(state(at: place)) }

    /// What the bits at `place` are made of. From place to place it grows by `stride`.
    @inlinable @inline(__always)
    public func state(at place: UInt64) -> UInt64 { key &+ place &* Self.golden }

    @inlinable public static var stride: UInt64 { golden }

    /// The two normals at `place`.
    public func normals(at place: UInt64) -> (Float, Float) {
        let bits = bits(at: place)
        // (0, 1], so that the logarithm is finite; and an angle in [0, 2π).
        let first = (Float(bits >> 40) + 1) * 0x1p-24
        let angle = Float(bits & 0xFF_FFFF) * 0x1p-24 * 2 * Float.pi
        let radius = (-2 * Glibc.log(first)).squareRoot()
        return (radius * Glibc.cos(angle), radius * Glibc.sin(angle))
    }

    /// The normal numbered `index` of a long sequence of them.
    public func normal(_ index: Int) -> Float {
        let pair = normals(at: UInt64(index / 2))
        return index % 2 == 0 ? pair.0 : pair.1
    }

    @inlinable static var golden: UInt64 { 0x9E37_79B9_7F4A_7C15 }

    @inlinable
    static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// The bits of sixteen states.
    @inlinable @inline(__always)
    public static func mix(_ states: SIMD16<UInt64>) -> SIMD16<UInt64> {
        var z = states
        z = (z ^ (z &>> 30)) &* SIMD16(repeating: 0xBF58_476D_1CE4_E5B9)
        z = (z ^ (z &>> 27)) &* SIMD16(repeating: 0x94D0_49BB_1331_11EB)
        return z ^ (z &>> 31)
    }
}
