/// Powers of ten along a logarithmic axis, with 2 and 5 between where few powers are in view; or the powers of two that
/// the values are.
package enum LogarithmicTicks {
    package static func ticks(from lower: Double, to upper: Double, count: Int) -> [Tick] {
        let first = Int(logarithm(lower).rounded(.up))
        let last = Int(logarithm(upper).rounded(.down))
        let powers = last - first + 1
        if powers >= 3 { return decades(first, last, lower, upper, every: max(1, (powers + count - 1) / count)) }
        for labelled in [[1.0, 2, 5], [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]] {
            let ticks = subdivided(first - 1, last + 1, lower, upper, labelled)
            if ticks.filter({ $0.label != nil }).count >= 3 { return ticks }
        }
        return LinearTicks(from: lower, to: upper, count: max(2, count)).ticks(from: lower, to: upper)
    }

    /// Ticks at values that occur, rising powers of two, of which about `count` are labelled.
    package static func ticks(at powers: [Double], count: Int) -> [Tick] {
        let every = max(1, (powers.count + count - 1) / max(1, count))
        return powers.enumerated().map { place, value in
            let text = value < 1 ? "\(value)" : String(Int(value))
            return Tick(value: value, label: place % every == 0 ? TickLabel(number: text) : nil)
        }
    }

    private static func decades(_ first: Int, _ last: Int, _ lower: Double, _ upper: Double, every: Int) -> [Tick] {
        var ticks: [Tick] = []
        for exponent in first - 1...last + 1 {
            let value = power(Double(exponent))
            if value >= lower && value <= upper {
                let isLabelled = (exponent - first) % every == 0
                ticks.append(Tick(value: value, label: isLabelled ? label(exponent, among: first...last) : nil))
            }
            guard every == 1 else { continue }
            ticks += (2...9).map { Tick(value: Double($0) * value) }.filter { $0.value >= lower && $0.value <= upper }
        }
        return ticks
    }

    private static func label(_ exponent: Int, among all: ClosedRange<Int>) -> TickLabel {
        // 0.01 … 1000 read better as they are.
        if all.lowerBound >= -2 && all.upperBound <= 3 { return plain(1, exponent) }
        return TickLabel(number: "", exponent: exponent)
    }

    private static func subdivided(_ first: Int, _ last: Int, _ lower: Double, _ upper: Double, _ labelled: [Double])
        -> [Tick]
    {
        var ticks: [Tick] = []
        for exponent in first...last {
            for multiple in Set(labelled + [1, 2, 3, 4, 5, 6, 7, 8, 9]).sorted() {
                let value = multiple * power(Double(exponent))
                guard value >= lower, value <= upper else { continue }
                ticks.append(Tick(value: value, label: labelled.contains(multiple) ? plain(multiple, exponent) : nil))
            }
        }
        return ticks
    }

    private static func plain(_ multiple: Double, _ exponent: Int) -> TickLabel {
        let tenths = multiple == multiple.rounded() ? 0 : 1
        guard (-4...5).contains(exponent) else {
            return TickLabel(
                number: NumberFormat.fixed(multiple * power(Double(tenths)), decimals: tenths), exponent: exponent)
        }
        let decimals = max(0, tenths - exponent)
        return TickLabel(number: NumberFormat.fixed(multiple * power(Double(exponent + decimals)), decimals: decimals))
    }
}
