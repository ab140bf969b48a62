/// Round numbers along a linear axis.
///
/// J. Talbot, S. Lin, P. Hanrahan, "An Extension of Wilkinson's Algorithm for Positioning Tick Labels on Axes", IEEE
/// TVCG 16 (2010): of all steps q·j·10ᶻ the one that scores best in simplicity, coverage and density.
package struct LinearTicks {
    private static let niceSteps: [Double] = [1, 5, 2, 2.5]

    /// The step between ticks is `mantissa × 10^exponent`.
    private(set) var mantissa = 1.0
    private(set) var exponent = 0

    /// The step for about `count` ticks (at least 2) between two different finite values; `whole` allows whole steps only.
    package init(from low: Double, to high: Double, count: Int, whole: Bool = false) {
        var best = -2.0
        var skip = 1.0
        while score(simplicity: Self.simplestPossible(0, skip), coverage: 1, density: 1) > best, skip < 10 {
            for (rank, step) in Self.niceSteps.enumerated() {
                let simplest = Self.simplestPossible(rank, skip)
                if score(simplicity: simplest, coverage: 1, density: 1) <= best { continue }
                search(low, high, count, rank, step * skip, skip, whole, &best)
            }
            skip += 1
        }
    }

    private mutating func search(
        _ low: Double, _ high: Double, _ wanted: Int, _ rank: Int, _ step: Double, _ skip: Double, _ whole: Bool,
        _ best: inout Double
    ) {
        let simplest = Self.simplestPossible(rank, skip)
        for ticks in 2...max(2, wanted * 3) {
            let densest = ticks >= wanted ? 2 - Double(ticks - 1) / Double(wanted - 1) : 1
            if score(simplicity: simplest, coverage: 1, density: densest) <= best { break }
            let smallest = Int(logarithm((high - low) / Double(ticks + 1) / step).rounded(.up))
            for exponent in smallest...smallest + 2 {
                if whole && (exponent < 0 || exponent == 0 && step != step.rounded()) { continue }
                let width = step * power(Double(exponent))
                let span = width * Double(ticks - 1)
                if score(simplicity: simplest, coverage: Self.coverage(low, high, span), density: densest) <= best {
                    break
                }
                for start in Self.starts(low, high, width, ticks, skip) {
                    let first = start * width / skip
                    let last = first + span
                    let total = score(
                        simplicity: simplest
                            - (first <= 0 && last >= 0 && start.remainder(dividingBy: skip) == 0 ? 0 : 1),
                        coverage: Self.coverage(low, high, first, last),
                        density: Self.density(ticks, wanted, low, high, first, last))
                    if total > best { (best, mantissa, self.exponent) = (total, step, exponent) }
                }
            }
        }
    }

    private static func starts(_ low: Double, _ high: Double, _ width: Double, _ ticks: Int, _ skip: Double)
        -> StrideThrough<Double>
    {
        let first = (high / width).rounded(.down) * skip - Double(ticks - 1) * skip
        return stride(from: first, through: (low / width).rounded(.up) * skip, by: 1)
    }

    private func score(simplicity: Double, coverage: Double, density: Double) -> Double {
        0.25 * simplicity + 0.2 * coverage + 0.5 * density + 0.05
    }

    private static func simplestPossible(_ rank: Int, _ skip: Double) -> Double {
        2 - Double(rank) / Double(niceSteps.count - 1) - skip
    }

    private static func coverage(_ low: Double, _ high: Double, _ first: Double, _ last: Double) -> Double {
        let tenth = 0.1 * (high - low)
        return 1 - 0.5 * ((high - last) * (high - last) + (low - first) * (low - first)) / (tenth * tenth)
    }

    private static func coverage(_ low: Double, _ high: Double, _ span: Double) -> Double {
        let excess = max(0, span - (high - low)) / 2
        let tenth = 0.1 * (high - low)
        return 1 - excess * excess / (tenth * tenth)
    }

    private static func density(
        _ ticks: Int, _ wanted: Int, _ low: Double, _ high: Double, _ first: Double, _ last: Double
    ) -> Double {
        let actual = Double(ticks - 1) / (last - first)
        let ideal = Double(wanted - 1) / (max(last, high) - min(first, low))
        return 2 - max(actual / ideal, ideal / actual)
    }

    /// The ticks from `lower` to `upper`, labelled.
    package func ticks(from lower: Double, to upper: Double) -> [Tick] {
        let width = mantissa * power(Double(exponent))
        let slack = 1e-9 * (upper - lower) / width
        let first = (lower / width - slack).rounded(.up)
        let last = (upper / width + slack).rounded(.down)
        guard first <= last, last - first < 1000 else { return [] }
        let format = NumberFormat(mantissa: mantissa, exponent: exponent, largest: max(abs(lower), abs(upper)))
        return stride(from: first, through: last, by: 1).map { multiple in
            Tick(value: multiple * width, label: format.label(multiple: multiple))
        }
    }
}
