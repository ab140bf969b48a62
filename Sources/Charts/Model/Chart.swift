/// What a chart shows, whatever it is drawn on.
public struct Chart: Sendable {
    public var title: String?
    public var x: Axis
    public var y: Axis
    public var marks: Marks

    public init(title: String? = nil, x: Axis, y: Axis, marks: Marks) {
        self.title = title
        self.x = x
        self.y = y
        self.marks = marks
    }

    public struct Axis: Sendable {
        public var title: String?
        public var isLogarithmic: Bool

        public init(title: String? = nil, isLogarithmic: Bool = false) {
            self.title = title
            self.isLogarithmic = isLogarithmic
        }
    }

    public enum Marks: Sendable {
        case points(PointCloud)
        case lines([Line])
        case bars([Histogram])
    }
}

/// A dot for each pair of coordinates.
public struct PointCloud: Sendable {
    /// What the colour of a dot says.
    public enum Coloring: Sendable {
        case single
        /// One of a few names, in the order of the legend; `members` has the place in `names` of every dot.
        case categories(title: String?, names: [String], members: [Int])
        /// A number on a scale.
        case continuous(title: String, values: [Double])
    }

    public var xs: [Double]
    public var ys: [Double]
    public var coloring: Coloring
    /// Diameter of a dot in pixels; nil fits it to the number of dots.
    public var size: Double?
    /// From 0, unseen, to 1, solid; nil fits it to the number of dots.
    public var opacity: Double?

    public init(
        xs: [Double], ys: [Double], coloring: Coloring = .single, size: Double? = nil, opacity: Double? = nil
    ) {
        self.xs = xs
        self.ys = ys
        self.coloring = coloring
        self.size = size
        self.opacity = opacity
    }
}

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

    /// The line of means over `window` neighbouring points, half of them before and half behind (fewer at the ends).
    public func smoothed(over window: Int) -> Line {
        guard window > 1, !ys.isEmpty else { return self }
        var sums = [0.0]
        for value in ys { sums.append(sums[sums.count - 1] + value) }
        var line = self
        line.raw = ys
        line.ys = ys.indices.map { index in
            // The same number on both sides, so that a slope keeps its place.
            let reach = min(window / 2, index, ys.count - 1 - index)
            return (sums[index + reach + 1] - sums[index - reach]) / Double(2 * reach + 1)
        }
        return line
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
