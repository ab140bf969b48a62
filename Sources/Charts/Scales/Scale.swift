/// Where the values of an axis lie between its ends.
package struct Scale {
    /// The values at the ends of the axis; `lower < upper`.
    let lower: Double
    let upper: Double
    let isLogarithmic: Bool

    /// The axis that shows these values with a little room on both sides; `anchored` puts its start at zero.
    ///
    /// On a logarithmic axis the values are positive.
    init(showing values: ClosedRange<Double>, isLogarithmic: Bool, anchored: Bool = false) {
        self.isLogarithmic = isLogarithmic
        if isLogarithmic {
            let (low, high) = (logarithm(values.lowerBound), logarithm(values.upperBound))
            let room = high - low > 1e-9 ? (high - low) * 0.04 : 0.3
            lower = max(power(low - room), Double.leastNormalMagnitude)
            upper = min(power(high + room), 1e307)
        } else {
            let range = values.opened
            let room = range == values ? (range.upperBound - range.lowerBound) * 0.04 : 0
            lower = anchored ? 0 : range.lowerBound - room
            upper = range.upperBound + room
        }
    }

    /// The axis that reaches from the one limit to the other. On a logarithmic axis both are positive.
    init(within limits: ClosedRange<Double>, isLogarithmic: Bool) {
        self.isLogarithmic = isLogarithmic
        (lower, upper) = (limits.lowerBound, limits.upperBound)
    }

    /// The linear scale of this length with the same middle.
    private init(_ scale: Scale, length: Double) {
        let middle = scale.lower + scale.length / 2
        (lower, upper) = (middle - length / 2, middle + length / 2)
        isLogarithmic = false
    }

    private var length: Double { upper - lower }

    /// The scales of linear axes of these lengths on the page, the one widened until a unit is as long on both.
    package static func withEqualUnits(_ x: Scale, width: Double, _ y: Scale, height: Double) -> (x: Scale, y: Scale) {
        let unit = max(x.length / width, y.length / height)
        return (Scale(x, length: unit * width), Scale(y, length: unit * height))
    }

    /// 0 at the lower end, 1 at the upper end. nan for a value that a logarithmic axis cannot show.
    package func place(_ value: Double) -> Double {
        isLogarithmic
            ? (logarithm(value) - logarithm(lower)) / (logarithm(upper) - logarithm(lower))
            : (value - lower) / (upper - lower)
    }

    /// The value at a place between the ends.
    func value(at place: Double) -> Double {
        isLogarithmic
            ? power(logarithm(lower) + (logarithm(upper) - logarithm(lower)) * place)
            : lower + (upper - lower) * place
    }
}

extension ClosedRange<Double> {
    /// The range itself, or one about it where its ends are equal, or so near that no axis can tell them apart.
    var opened: Self {
        let magnitude = Swift.max(abs(lowerBound), abs(upperBound))
        if upperBound - lowerBound > Swift.max(magnitude * 1e-12, 1e-300) { return self }
        let room = Swift.max(magnitude * 0.1, magnitude == 0 ? 0.5 : 0)
        return lowerBound - room...upperBound + room
    }
}
