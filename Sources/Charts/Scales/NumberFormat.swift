/// Writes the ticks of one axis alike: the same number of decimals, and one power of ten for all where numbers are long.
struct NumberFormat {
    private let mantissa: Double
    private let exponent: Int
    private let decimals: Int
    private let scaleExponent: Int?

    /// For ticks at multiples of `mantissa × 10^exponent`, none of them beyond `largest`.
    init(mantissa: Double, exponent: Int, largest: Double) {
        self.mantissa = mantissa
        self.exponent = exponent
        let own = mantissa == mantissa.rounded() ? 0 : 1
        let magnitude = largest > 0 ? Int(logarithm(largest).rounded(.down)) : 0
        scaleExponent = magnitude >= 6 || magnitude < -4 ? magnitude : nil
        decimals = max(0, own - exponent + (scaleExponent ?? 0))
    }

    func label(multiple: Double) -> TickLabel {
        if multiple == 0 { return TickLabel(number: "0") }
        // multiple · mantissa is a small decimal number, so the digits come out exact.
        let shift = exponent - (scaleExponent ?? 0) + decimals
        let digits = multiple * mantissa * power(Double(shift))
        return TickLabel(number: Self.fixed(digits, decimals: decimals), exponent: scaleExponent)
    }

    /// A whole number of units in the last of `decimals` places, as text.
    static func fixed(_ units: Double, decimals: Int) -> String {
        guard abs(units) < 1e15 else { return "\(units)" }
        let whole = Int(units.rounded())
        let digits = String(whole.magnitude)
        let sign = whole < 0 ? "-" : ""
        guard decimals > 0 else { return sign + digits }
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }
}
