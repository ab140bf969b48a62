/// Powers of two of sixteen floats at once.
enum PowerOfTwo {
    /// 2^x for x ≤ 0 with a relative error below 1e-6; below −126 it is 1.2e-38.
    ///
    /// x is rounded to a whole number, which becomes the exponent, and the rest r, within ±½, goes through the series of
    /// e^(r·log 2).
    @inline(__always)
    static func of(_ x: Vector) -> Vector {
        let clamped = x.replacing(with: Vector(repeating: -126), where: x .< -126)
        // Adding 1.5 · 2²³ rounds to an integer and leaves it in the low bits of the sum.
        let shifted = clamped + 12_582_912
        let r = clamped - (shifted - 12_582_912)
        var p = fused(Vector(repeating: 1.333_355_8e-3), r, 9.618_129e-3)
        p = fused(p, r, 5.550_411e-2)
        p = fused(p, r, 0.240_226_5)
        p = fused(p, r, 0.693_147_2)
        p = fused(p, r, 1)
        let exponent = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &<< 23
        return unsafeBitCast(unsafeBitCast(p, to: SIMD16<Int32>.self) &+ exponent, to: Vector.self)
    }

    /// `a · b + c`, fused where the processor has the instruction: elsewhere fusing is a call for each lane.
    @inline(__always)
    private static func fused(_ a: Vector, _ b: Vector, _ c: Float) -> Vector {
        #if NO_FMA
            Vector(repeating: c) + a * b
        #else
            Vector(repeating: c).addingProduct(a, b)
        #endif
    }
}
