/// Elementary functions of sixteen floats at once.
///
/// Errors are measured by the tests over the whole range against double precision; the bounds stand at each function.
/// The polynomials are those of Cephes (S. Moshier, 1989) for `expf`, `logf`, `tanhf`, `sinf` and `cosf`.
typealias Lanes = SIMD16<Int32>

@inline(__always)
private func bits(_ x: Vector) -> Lanes { unsafeBitCast(x, to: Lanes.self) }

@inline(__always)
private func floats(_ x: Lanes) -> Vector { unsafeBitCast(x, to: Vector.self) }

/// `a · b + c`.
@inline(__always)
func fma(_ a: Vector, _ b: Vector, _ c: Vector) -> Vector {
    // Not Clang's, which stays a call in functions as long as those below.
    #if NO_FMA
        c + a * b
    #else
        c.addingProduct(a, b)
    #endif
}

@inline(__always)
func fma(_ a: Vector, _ b: Vector, _ c: Float) -> Vector { fma(a, b, Vector(repeating: c)) }

@inline(__always)
func minimum(_ a: Vector, _ b: Vector) -> Vector { a.replacing(with: b, where: b .< a) }

@inline(__always)
func maximum(_ a: Vector, _ b: Vector) -> Vector { a.replacing(with: b, where: a .< b) }

@inline(__always)
func absolute(_ x: Vector) -> Vector { floats(bits(x) & Lanes(repeating: 0x7FFF_FFFF)) }

/// e^x with a relative error below 1e-7; below −87.3 it is 1.2e-38 and above 88 it is 1.7e38. NaN stays NaN.
@inline(__always)
func exp(_ x: Vector) -> Vector {
    let clamped = maximum(minimum(x, Vector(repeating: 88)), Vector(repeating: -87.3))
    // Adding 1.5 · 2²³ rounds to an integer and leaves it in the low bits of the sum.
    let rounder = Vector(repeating: 12_582_912)
    let shifted = fma(clamped, Vector(repeating: 1.442_695_04), rounder)
    let n = shifted - rounder
    var r = fma(n, Vector(repeating: -0.693_359_375), clamped)
    r = fma(n, Vector(repeating: 2.121_944_4e-4), r)
    var p = fma(Vector(repeating: 1.987_569_15e-4), r, 1.398_199_95e-3)
    p = fma(p, r, 8.333_451_9e-3)
    p = fma(p, r, 4.166_579_6e-2)
    p = fma(p, r, 1.666_666_55e-1)
    p = fma(p, r, 5.000_000_1e-1)
    p = fma(p, r * r, r) + 1
    let scale = floats((bits(shifted) &<< 23) &+ Lanes(repeating: 0x3F80_0000))
    return p * scale
}

/// Natural logarithm of a positive, normal x, with an error below 1e-7 relative to the larger of |log x| and 0.1.
@inline(__always)
func log(_ x: Vector) -> Vector {
    // x = m · 2^e with m in [√½, √2).
    let offset = bits(x) &- Lanes(repeating: 0x3F35_04F3)
    let exponent = offset &>> 23
    let m = floats((offset & Lanes(repeating: 0x007F_FFFF)) &+ Lanes(repeating: 0x3F35_04F3)) - 1
    let e = floats(exponent &+ Lanes(repeating: 0x4B40_0000)) - 12_582_912
    var p = fma(Vector(repeating: 7.037_683_6e-2), m, -1.151_461_03e-1)
    p = fma(p, m, 1.167_699_9e-1)
    p = fma(p, m, -1.242_014_08e-1)
    p = fma(p, m, 1.424_932_3e-1)
    p = fma(p, m, -1.666_805_7e-1)
    p = fma(p, m, 2.000_071_5e-1)
    p = fma(p, m, -2.499_999_4e-1)
    p = fma(p, m, 3.333_333_1e-1)
    let square = m * m
    var result = p * m * square
    result = fma(e, Vector(repeating: -2.121_944_4e-4), result)
    result = fma(square, Vector(repeating: -0.5), result)
    return fma(e, Vector(repeating: 0.693_359_375), result + m)
}

/// log(1 + x) for x in [0, 1], with a relative error below 2e-7: twice the inverse hyperbolic tangent of x / (2 + x).
@inline(__always)
func log1p(_ x: Vector) -> Vector {
    let s = x / (x + 2)
    let square = s * s
    var p = fma(Vector(repeating: 1.0 / 13), square, 1.0 / 11)
    p = fma(p, square, 1.0 / 9)
    p = fma(p, square, 1.0 / 7)
    p = fma(p, square, 1.0 / 5)
    p = fma(p, square, 1.0 / 3)
    return 2 * fma(p * square, s, s)
}

/// log(1 + x) for x ≥ 0, with a relative error below 3e-7.
@inline(__always)
func logOfOneMore(_ x: Vector) -> Vector {
    log1p(minimum(x, Vector(repeating: 1))).replacing(with: log(1 + x), where: x .> 1)
}

/// 1 / (1 + e^−x), with a relative error below 2e-7; below −88 it stays 6e-39.
@inline(__always)
func sigmoid(_ x: Vector) -> Vector { 1 / (1 + exp(-x)) }

/// e^x − 1 for x ≤ 0, with a relative error below 2e-7 however small x is: by the hyperbolic tangent of half of it.
@inline(__always)
func expm1(_ x: Vector) -> Vector {
    let half = tanh(0.5 * x)
    return 2 * half / (1 - half)
}

/// Hyperbolic tangent with a relative error below 1.5e-7.
@inline(__always)
func tanh(_ x: Vector) -> Vector {
    let magnitude = absolute(x)
    let square = x * x
    var p = fma(Vector(repeating: -5.704_988_7e-3), square, 2.063_908_9e-2)
    p = fma(p, square, -5.373_971_6e-2)
    p = fma(p, square, 1.333_144_2e-1)
    p = fma(p, square, -3.333_328_2e-1)
    let near = fma(p * square, x, x)
    let far = 1 - 2 / (exp(2 * magnitude) + 1)
    return near.replacing(with: far.replacing(with: -far, where: x .< 0), where: magnitude .> 0.625)
}

/// Sine and cosine of `turns` full turns, 0 ≤ turns ≤ 1, with an error below 2e-7.
@inline(__always)
func sineAndCosine(ofTurns turns: Vector) -> (sine: Vector, cosine: Vector) {
    // To the nearest quarter turn, as `exp` rounds; what is left is within an eighth, and exact.
    let rounder = Vector(repeating: 12_582_912)
    let shifted = fma(turns, Vector(repeating: 4), rounder)
    let x = fma(shifted - rounder, Vector(repeating: -0.25), turns) * (2 * Float.pi)
    let square = x * x
    var p = fma(Vector(repeating: -1.951_529_6e-4), square, 8.332_161e-3)
    p = fma(p, square, -1.666_665_46e-1)
    let near = fma(p * square, x, x)
    p = fma(Vector(repeating: 2.443_315_7e-5), square, -1.388_731_6e-3)
    p = fma(p, square, 4.166_664_6e-2)
    let far = fma(p * square, square, fma(Vector(repeating: -0.5), square, 1))
    let quarter = bits(shifted)
    // All bits that differ, where the quarter is odd and the two change places: a mask of lanes would be made lane by lane.
    let exchanged = (bits(near) ^ bits(far)) & (0 &- (quarter & 1))
    // The sign bit, where the quarter is 2 or 3 for the sine, 1 or 2 for the cosine.
    let sine = bits(near) ^ exchanged ^ ((quarter & 2) &<< 30)
    let cosine = bits(far) ^ exchanged ^ (((quarter &+ 1) & 2) &<< 30)
    return (floats(sine), floats(cosine))
}

/// The normal distribution function Φ with an error below 2e-7, by the error function of Abramowitz & Stegun 1964, 7.1.26.
@inline(__always)
func normalDistribution(_ x: Vector) -> Vector {
    let magnitude = absolute(x) * 0.707_106_78
    let t = 1 / fma(magnitude, Vector(repeating: 0.327_591_1), 1)
    var p = fma(Vector(repeating: 1.061_405_43), t, -1.453_152_03)
    p = fma(p, t, 1.421_413_74)
    p = fma(p, t, -0.284_496_74)
    p = fma(p, t, 0.254_829_59)
    let tail = 0.5 * p * t * exp(-magnitude * magnitude)
    return tail.replacing(with: 1 - tail, where: x .> 0)
}
