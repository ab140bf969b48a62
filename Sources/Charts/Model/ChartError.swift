/// A chart that cannot be drawn.
public enum ChartError: Error, CustomStringConvertible, Equatable {
    case nothingToShow
    case notPositive(axis: String)
    case drawing(String)

    public var description: String {
        switch self {
        case .nothingToShow: "there are no values to draw"
        case .notPositive(let axis): "no value on the \(axis) axis is positive, so it cannot be logarithmic"
        case .drawing(let reason): "the chart could not be drawn: \(reason)"
        }
    }
}
