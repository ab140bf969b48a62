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
            let room = high > low ? (high - low) * 0.04 : 0.3
            lower = power(low - room)
            upper = power(high + room)
        } else {
            let span = values.upperBound - values.lowerBound
            let room = span > 0 ? span * 0.04 : max(abs(values.lowerBound) * 0.1, 0.5)
            lower = anchored ? 0 : values.lowerBound - room
            upper = values.upperBound + room
        }
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
