/// Points joined in their order.
public struct Line: Sendable {
    public var name: String
    public var xs: [Double]
    public var ys: [Double]
    /// What tells it from the other lines; nil where that follows from its place among them.
    package var look: SeriesLook?
    /// What `ys` were before smoothing, shown faintly behind; nil for a line as it came.
    public private(set) var raw: [Double]?
    /// How far the lines reach that this is the mean of, at each point; nil for a line of its own.
    public private(set) var band: [ClosedRange<Double>]?

    public init(name: String, xs: [Double], ys: [Double]) {
        self.name = name
        self.xs = xs
        self.ys = ys
    }

    /// The mean of several lines at the places that all of them have, with a band of one standard deviation (of a sample, with
    /// n - 1) on either side.
    package static func mean(of lines: [Line], name: String) -> Line {
        let ys = lines.map { Dictionary(zip($0.xs, $0.ys)) { first, _ in first } }
        var mean = Line(name: name, xs: [], ys: [])
        var band: [ClosedRange<Double>] = []
        for x in lines.first?.xs ?? [] {
            let values = ys.compactMap { $0[x] }
            guard values.count == lines.count else { continue }
            let middle = values.reduce(0, +) / Double(values.count)
            let squares = values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
            let deviation = (squares / Double(max(1, values.count - 1))).squareRoot()
            mean.xs.append(x)
            mean.ys.append(middle)
            band.append(middle - deviation...middle + deviation)
        }
        mean.band = band
        return mean
    }

    /// The line of means over `window` neighbouring points, half of them before and half behind.
    ///
    /// At the beginning, where losses fall steeply, a window reaches half as far as the first point is away; at the end,
    /// where few points would leave their noise, it keeps the half before and lacks what would lie behind the last point.
    /// A mean stays between the values it is of: the line does not leave the range of `raw`.
    public func smoothed(over window: Int) -> Line {
        guard window > 1, !ys.isEmpty else { return self }
        var sums = [0.0]
        for value in ys { sums.append(sums[sums.count - 1] + value) }
        // The same number on both sides, so that a slope keeps its place.
        let half = min(window / 2, (ys.count - 1) / 2)
        var line = self
        line.raw = ys
        line.ys = ys.indices.map { index in
            let reach = min(half, (index + 1) / 2)
            let end = min(index + reach + 1, ys.count)
            return (sums[end] - sums[index - reach]) / Double(end - index + reach)
        }
        return line
    }

    /// The points with these numbers.
    func selecting(_ indices: [Int]) -> Line {
        var line = self
        line.xs = indices.map { xs[$0] }
        line.ys = indices.map { ys[$0] }
        line.raw = raw.map { raw in indices.map { raw[$0] } }
        line.band = band.map { band in indices.map { band[$0] } }
        return line
    }
}
