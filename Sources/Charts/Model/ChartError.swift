/// A chart that cannot be drawn.
public indirect enum ChartError: Error, CustomStringConvertible, Equatable {
    case nothingToShow
    case noPositiveValue
    /// The same of the panel with this title.
    case panel(String, ChartError)
    case noRoom(panels: Int)
    case drawing(String)

    public var description: String {
        switch self {
        case .nothingToShow: "there are no values to draw"
        case .noPositiveValue: "there is no positive value to draw on a logarithmic axis"
        case .panel(let title, let error): "panel \(title): \(error)"
        case .noRoom(let panels): "there is no room for \(panels) panels: make the picture larger"
        case .drawing(let reason): "the chart could not be drawn: \(reason)"
        }
    }
}
