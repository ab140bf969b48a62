/// How many values fall between neighbouring edges.
public struct Histogram: Sendable, Equatable {
    public var name: String
    /// Rising; one more than `counts`.
    public var edges: [Double]
    public var counts: [Int]

    /// Counts the values between edges that rise. Each bin has its lower edge, the last one its upper edge too; values
    /// outside are not counted.
    public init(name: String, values: [Double], edges: [Double]) {
        precondition(edges.count >= 2, "a histogram has at least one bin")
        self.name = name
        self.edges = edges
        counts = [Int](repeating: 0, count: edges.count - 1)
        for value in values where value >= edges[0] && value <= edges[edges.count - 1] {
            counts[Histogram.bin(of: value, edges)] += 1
        }
    }

    private static func bin(of value: Double, _ edges: [Double]) -> Int {
        var (low, high) = (0, edges.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if value >= edges[middle] { low = middle } else { high = middle }
        }
        return low
    }

    /// How many values share the bin of this value; nil outside all bins.
    func count(at value: Double) -> Int? {
        guard value >= edges[0], value <= edges[edges.count - 1] else { return nil }
        return counts[Histogram.bin(of: value, edges)]
    }

    /// The corners of the outlines of bars that touch, each from its left foot to its right foot.
    var outlines: [[(x: Double, y: Double)]] {
        var outlines: [[(x: Double, y: Double)]] = []
        var open: [(x: Double, y: Double)] = []
        for (bin, count) in counts.enumerated() {
            if count > 0 {
                if open.isEmpty { open.append((edges[bin], 0)) }
                open += [(edges[bin], Double(count)), (edges[bin + 1], Double(count))]
            } else if !open.isEmpty {
                outlines.append(open + [(edges[bin], 0)])
                open = []
            }
        }
        return open.isEmpty ? outlines : outlines + [open + [(edges[edges.count - 1], 0)]]
    }

    /// The most bins chosen when their number is not given.
    static let maximumBins = 200

    /// Edges that suit the values: as many equal bins as asked for, or Freedman and Diaconis's width 2·IQR/∛n ("On the
    /// histogram as a density estimator", 1981). Whole numbers get bins that each hold the same number of them.
    /// On a logarithmic axis the values are positive and the bins of equal ratio.
    public static func edges(for values: [Double], bins: Int? = nil, isLogarithmic: Bool = false) -> [Double] {
        let sorted = (isLogarithmic ? values.map(logarithm) : values).sorted()
        guard let low = sorted.first, let high = sorted.last, low < high else {
            let center = sorted.first ?? 0
            let edges = [center - 0.5, center + 0.5]
            return isLogarithmic ? edges.map(power) : edges
        }
        if !isLogarithmic, bins == nil, let edges = wholeEdges(sorted, low, high) { return edges }
        let count = bins ?? self.bins(sorted, low, high)
        let edges = (0...count).map { low + (high - low) * Double($0) / Double(count) }
        // The outermost edges are the extremes themselves, so that rounding loses no value.
        return isLogarithmic ? [values.min() ?? 0] + edges[1..<count].map(power) + [values.max() ?? 0] : edges
    }

    private static func bins(_ sorted: [Double], _ low: Double, _ high: Double) -> Int {
        let sturges = (Double(sorted.count) + 1).binaryLogarithmCeiling
        let width = binWidth(sorted)
        guard width > 0, width.isFinite else { return sturges }
        return min(maximumBins, max(1, Int(min(1e6, ((high - low) / width).rounded(.up)))))
    }

    private static func binWidth(_ sorted: [Double]) -> Double {
        func quantile(_ part: Double) -> Double {
            let place = part * Double(sorted.count - 1)
            let below = Int(place)
            let above = min(below + 1, sorted.count - 1)
            return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
        }
        return 2 * (quantile(0.75) - quantile(0.25)) / cubeRoot(Double(sorted.count))
    }

    private static func wholeEdges(_ sorted: [Double], _ low: Double, _ high: Double) -> [Double]? {
        guard sorted.allSatisfy({ $0 == $0.rounded() && abs($0) < 1e9 }) else { return nil }
        let fewest = ((high - low + 1) / Double(maximumBins)).rounded(.up)
        let width = max(fewest, binWidth(sorted).rounded(.down), 1)
        let count = Int(((high - low + 1) / width).rounded(.up))
        return high - low < 30 && width <= 2
            ? (0...Int(high - low) + 1).map { low - 0.5 + Double($0) }
            : (0...count).map { low - 0.5 + Double($0) * width }
    }
}

extension Double {
    fileprivate var binaryLogarithmCeiling: Int {
        var (power, count) = (1.0, 1)
        while power < self { (power, count) = (power * 2, count + 1) }
        return count
    }
}
