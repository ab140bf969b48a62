import TensorStreams

/// A chart that cannot be drawn.
public indirect enum ChartError: Error, CustomStringConvertible, Equatable {
    case nothingToShow
    case noPositiveValue
    /// The same of the panel with this title.
    case panel(String, ChartError)
    /// Lines that are to be averaged, and have no place of this axis in common.
    case nothingInCommon(axis: String, name: String)
    /// The axes are to show nothing of values that lie there; of counts only those across are known.
    case outsideLimits(x: ClosedRange<Double>, y: ClosedRange<Double>?)
    case noRoom(panels: Int)
    case drawing(String)

    public var description: String {
        switch self {
        case .nothingToShow: "there are no values to draw"
        case .noPositiveValue: "there is no positive value to draw on a logarithmic axis"
        case .panel(let title, let error): "panel \(title): \(error)"
        case .nothingInCommon(let axis, let name):
            "the files\(name.isEmpty ? "" : " of \(name)") have no \(axis) in common that their values could be averaged at"
        case .outsideLimits(let x, let y):
            "nothing lies within the limits of the axes: values go from \(Self.text(x)) across"
                + (y.map { ", and from \(Self.text($0)) upwards" } ?? "")
        case .noRoom(let panels): "there is no room for \(panels) panels: make the picture larger"
        case .drawing(let reason): "the chart could not be drawn: \(reason)"
        }
    }

    private static func text(_ range: ClosedRange<Double>) -> String {
        [range.lowerBound, range.upperBound].map { NumberText.of($0) }.joined(separator: " to ")
    }
}
