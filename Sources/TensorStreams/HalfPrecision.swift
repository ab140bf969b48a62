/// IEEE 754 binary16, which the standard library has on some processors only.
enum HalfPrecision {
    /// The value of 16 bits of sign, 5 of exponent, 10 of fraction.
    static func float(_ bits: UInt16) -> Float {
        let sign: Float = bits & 0x8000 == 0 ? 1 : -1
        let exponent = UInt32(bits >> 10 & 0x1F)
        let fraction = UInt32(bits & 0x3FF)
        switch exponent {
        case 0: return sign * Float(fraction) * 0x1p-24
        case 31: return fraction == 0 ? sign * .infinity : .nan
        default: return sign * Float(bitPattern: (exponent + 112) << 23 | fraction << 13)
        }
    }
}
