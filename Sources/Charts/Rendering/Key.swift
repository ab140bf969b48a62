import Drawing

/// What stands beside the plot and says what its colours mean.
enum Key {
    case none
    case legend(Legend)
    case colorBar(ColorBar)

    /// The key that the panels need: none for a single series.
    init(_ figure: Figure) {
        switch figure.panels.first?.marks {
        case nil: self = .none
        case .points(let cloud):
            switch cloud.coloring {
            case .single: self = .none
            case .categories(let title, let names, _):
                self = .legend(Legend(title: title, sample: .dot, names: names))
            case .continuous(let title, _): self = .colorBar(ColorBar(title: title, values: figure.colorValues))
            }
        case .lines(let lines):
            self =
                lines.count > 1
                ? .legend(Legend(title: nil, sample: .line, names: lines.map(\.name), looks: lines.map(\.look))) : .none
        case .bars(let histograms):
            self =
                histograms.count > 1
                ? .legend(Legend(title: nil, sample: .patch, names: histograms.map(\.name))) : .none
        }
    }

    /// The room it takes beside a plot of this height, on a page of this width.
    func width(on surface: Surface, _ style: Style, height: Double) -> Double {
        switch self {
        case .none: 0
        case .legend(let legend): legend.width(on: surface, style, height: height)
        case .colorBar(let bar): bar.width(on: surface, style, height: height)
        }
    }

    func draw(on surface: Surface, in box: Box, _ style: Style) {
        switch self {
        case .none: break
        case .legend(let legend): legend.draw(on: surface, in: box, style)
        case .colorBar(let bar): bar.draw(on: surface, in: box, style)
        }
    }
}

extension Figure {
    /// What the colours of the dots in all panels stand for, where that is numbers.
    fileprivate var colorValues: [Double] {
        panels.flatMap { panel in
            guard case .points(let cloud) = panel.marks, case .continuous(_, let values) = cloud.coloring else {
                return [Double]()
            }
            return values
        }
    }
}
