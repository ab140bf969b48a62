/// Points joined in their order.
public struct Line: Sendable {
    public var name: String
    public var xs: [Double]
    public var ys: [Double]
    /// What `ys` were before smoothing, shown faintly behind; nil for a line as it came.
    public private(set) var raw: [Double]?

    public init(name: String, xs: [Double], ys: [Double]) {
        self.name = name
        self.xs = xs
        self.ys = ys
    }

    /// The line of means over `window` neighbouring points, half of them before and half behind.
    ///
    /// At the beginning, where losses fall steeply, a window reaches half as far as the first point is away; at the end,
    /// where few points would leave their noise, lies the straight line that fits the last window best.
    public func smoothed(over window: Int) -> Line {
        guard window > 1, !ys.isEmpty else { return self }
        var sums = [0.0]
        for value in ys { sums.append(sums[sums.count - 1] + value) }
        // The same number on both sides, so that a slope keeps its place.
        let half = min(window / 2, (ys.count - 1) / 2)
        let lastMiddle = ys.count - 1 - half
        let slope = Line.slope(ys.suffix(2 * half + 1))
        var line = self
        line.raw = ys
        line.ys = ys.indices.map { index in
            let middle = min(index, lastMiddle)
            let reach = index > lastMiddle ? half : min(half, (middle + 1) / 2)
            let mean = (sums[middle + reach + 1] - sums[middle - reach]) / Double(2 * reach + 1)
            return mean + slope * Double(index - middle)
        }
        return line
    }

    /// Of the straight line with the least squared distance from these values, an odd number, at even steps.
    private static func slope(_ values: ArraySlice<Double>) -> Double {
        let middle = Double(values.count - 1) / 2
        var (moment, squares) = (0.0, 0.0)
        for (place, value) in values.enumerated() {
            let offset = Double(place) - middle
            (moment, squares) = (moment + offset * value, squares + offset * offset)
        }
        return squares > 0 ? moment / squares : 0
    }

    /// The points with these numbers.
    func selecting(_ indices: [Int]) -> Line {
        var line = self
        line.xs = indices.map { xs[$0] }
        line.ys = indices.map { ys[$0] }
        line.raw = raw.map { raw in indices.map { raw[$0] } }
        return line
    }
}
