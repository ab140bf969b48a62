/// What all values along an axis have in common, which its ticks respect.
package enum ValueKind: Equatable {
    case any
    /// Ticks between whole numbers would mislead.
    case whole
    /// Powers of two, as sizes often are; these are the different ones, rising.
    case powersOfTwo([Double])

    /// The kind of the values of several series.
    package init(_ series: [[Double]], isLogarithmic: Bool) {
        if isLogarithmic, let powers = ValueKind.powersOfTwo(series) {
            self = .powersOfTwo(powers)
        } else {
            self = series.allSatisfy { $0.allSatisfy { $0 == $0.rounded() } } ? .whole : .any
        }
    }

    /// From 1/64 to 65536, so that every label is short; nil for other values, and for one alone.
    private static func powersOfTwo(_ series: [[Double]]) -> [Double]? {
        var powers: Set<Double> = []
        for values in series {
            for value in values {
                guard value >= 0x1p-6, value <= 0x1p16, value == value.binade else { return nil }
                powers.insert(value)
            }
        }
        return powers.count > 1 ? powers.sorted() : nil
    }
}

extension Chart {
    /// The kind of the horizontal values.
    var xKind: ValueKind {
        switch marks {
        case .points(let cloud): ValueKind([cloud.xs], isLogarithmic: x.isLogarithmic)
        case .lines(let lines): ValueKind(lines.map(\.xs), isLogarithmic: x.isLogarithmic)
        // Bars of whole numbers have them in their middle.
        case .bars(let histograms): ValueKind(histograms.map { $0.edges.map { $0 + 0.5 } }, isLogarithmic: false)
        }
    }

    /// The kind of the vertical values.
    var yKind: ValueKind {
        switch marks {
        case .points(let cloud): ValueKind([cloud.ys], isLogarithmic: y.isLogarithmic)
        case .lines(let lines): ValueKind(lines.map(\.ys), isLogarithmic: y.isLogarithmic)
        case .bars: .whole
        }
    }
}
