extension Vector {
    /// Positive normal numbers to a power, to about six digits where the result is near 1: `2^(exponent · log₂ self)`.
    @inline(__always)
    func power(_ exponent: Vector) -> Vector { (exponent * binaryLogarithm).exponentialOfTwo }

    /// The exponent, and a polynomial (Chebyshev) of the fraction about 1.
    @inline(__always)
    private var binaryLogarithm: Vector {
        let bits = unsafeBitCast(self, to: SIMD16<Int32>.self)
        // What is above √2 counts as half of itself, twice.
        let exponent = (bits &- 0x3F35_04F3) &>> 23
        let fraction = unsafeBitCast(bits &- (exponent &<< 23), to: Vector.self) - 1
        var sum = Vector(repeating: 0.17212874)
        for coefficient: Float in [-0.26950628, 0.2956336, -0.35935065, 0.48062915, -0.72136402, 1.4426965] {
            var next = Vector(repeating: coefficient)
            next.add(sum, times: fraction)
            sum = next
        }
        var result = unsafeBitCast(exponent &+ Self.magicBits, to: Vector.self) - Self.magic
        result.add(sum, times: fraction)
        return result
    }

    @inline(__always)
    private var exponentialOfTwo: Vector {
        let bounded = replacing(with: -126, where: self .< -126).replacing(with: 126, where: self .> 126)
        let shifted = bounded + Self.magic
        let fraction = bounded - (shifted - Self.magic)
        var sum = Vector(repeating: 0.0013400433)
        for coefficient: Float in [0.009676037, 0.05550327, 0.24022107, 0.6931472, 1] {
            var next = Vector(repeating: coefficient)
            next.add(sum, times: fraction)
            sum = next
        }
        let exponent = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &- Self.magicBits
        return unsafeBitCast(unsafeBitCast(sum, to: SIMD16<Int32>.self) &+ (exponent &<< 23), to: Vector.self)
    }

    /// 1.5 · 2²³: added to a small number it leaves the nearest whole number in the last bits.
    private static var magic: Float { 12_582_912 }
    private static var magicBits: SIMD16<Int32> { SIMD16<Int32>(repeating: 0x4B40_0000) }
}
