/// A decimal number's text taken apart: sign, the first 19 significant digits, power of ten.
struct Decimal {
    private var isNegative = false
    private var digits: UInt64 = 0
    private var exponent = 0
    private var digitsAreAll = true

    /// Nil where `text` is not wholly `[+-]digits[.digits][e[+-]digits]` with at least one digit before the exponent.
    init?(_ text: UnsafeRawBufferPointer) {
        var index = 0
        let count = text.count
        if index < count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
            isNegative = text[index] == UInt8(ascii: "-")
            index += 1
        }
        let whole = index
        while index < count, let digit = Self.digit(text[index]) {
            append(digit, isFraction: false)
            index += 1
        }
        var seen = index - whole
        if index < count, text[index] == UInt8(ascii: ".") {
            index += 1
            let fraction = index
            while index < count, let digit = Self.digit(text[index]) {
                append(digit, isFraction: true)
                index += 1
            }
            seen += index - fraction
        }
        guard seen > 0 else { return nil }
        if index < count, text[index] | 0x20 == UInt8(ascii: "e") {
            guard let power = Self.exponent(text[(index + 1)...]) else { return nil }
            exponent += power
            index = count
        }
        guard index == count else { return nil }
    }

    /// The value, where one exactly rounded multiplication or division gives it (W. Clinger, "How to read floating point
    /// numbers accurately", 1990: digits below 2^53, power of ten within ±22); nil elsewhere.
    var exactDouble: Double? {
        guard digitsAreAll, digits <= 1 << 53 else { return nil }
        let magnitude: Double
        if digits == 0 {
            magnitude = 0
        } else if (0...22).contains(exponent) {
            magnitude = Double(digits) * Self.powersOfTen[exponent]
        } else if (-22..<0).contains(exponent) {
            magnitude = Double(digits) / Self.powersOfTen[-exponent]
        } else {
            return nil
        }
        return isNegative ? -magnitude : magnitude
    }

    private mutating func append(_ digit: UInt8, isFraction: Bool) {
        // 19 digits always fit in 64 bits; later ones only matter to the exact fallback.
        if digits < 1_000_000_000_000_000_000 {
            digits = digits * 10 + UInt64(digit)
            if isFraction { exponent -= 1 }
        } else {
            digitsAreAll = false
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        let value = byte &- UInt8(ascii: "0")
        return value < 10 ? value : nil
    }

    private static func exponent(_ text: Slice<UnsafeRawBufferPointer>) -> Int? {
        var rest = text
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        if rest.isEmpty { return nil }
        var value = 0
        for byte in rest {
            guard let digit = digit(byte) else { return nil }
            value = min(value * 10 + Int(digit), 1_000_000)
        }
        return isNegative ? -value : value
    }

    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
