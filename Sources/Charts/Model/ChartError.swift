/// A chart that cannot be drawn.
public enum ChartError: Error, CustomStringConvertible, Equatable {
    case nothingToShow
    case noPositiveValue
    case drawing(String)

    public var description: String {
        switch self {
        case .nothingToShow: "there are no values to draw"
        case .noPositiveValue: "there is no positive value to draw on a logarithmic axis"
        case .drawing(let reason): "the chart could not be drawn: \(reason)"
        }
    }
}
