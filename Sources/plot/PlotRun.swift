import Charts
import CommandSupport

/// One run of plot: what the command line asks for, read, drawn and written.
struct PlotRun {
    private let arguments: Arguments
    private let request: PlotRequest

    init(_ arguments: Arguments) throws {
        self.arguments = arguments
        request = try PlotRequest(arguments)
    }

    func run() throws {
        try Terminal.refuseTerminalInput(from: request.inputs)
        if request.format == .png || request.format == .pdf {
            try Terminal.refuseBinaryOutput(to: arguments[PlotOptions.output])
        }
        var (figure, hidden) = try figure()
        figure.title = arguments[PlotOptions.title]
        figure.hasEqualUnits = arguments[PlotOptions.equal]
        figure.panelColumns = arguments[PlotOptions.panelColumns] ?? 0
        figure.sharing = arguments[PlotOptions.share] ?? figure.sharing
        for panel in figure.panels.indices {
            if let label = arguments[PlotOptions.xLabel] { figure.panels[panel].x.title = label }
            if let label = arguments[PlotOptions.yLabel] { figure.panels[panel].y.title = label }
            figure.panels[panel].x.limits = arguments[PlotOptions.xRange]
            figure.panels[panel].y.limits = arguments[PlotOptions.yRange]
        }
        try PlotOutput(request, arguments).write(figure)
        if hidden > 0, !arguments[PlotOptions.quiet] {
            let values = hidden == 1 ? "1 value that is not positive is" : "\(hidden) values that are not positive are"
            arguments.note("\(values) not shown on a logarithmic axis")
        }
    }

    /// The figure, and how many values its logarithmic axes cannot show.
    private func figure() throws -> (figure: Figure, hidden: Int) {
        let tables = try PlotTables(request, arguments)
        switch request.kind {
        case .scatter: return logarithmic(try scatter(tables)).withoutHidden()
        case .line: return logarithmic(try lines(tables)).withoutHidden()
        case .hist:
            let usual: Figure.Sharing = request.panels == .file ? .x : .none
            let (figure, hidden) = try Figure.histograms(
                tables.samples(), by: tables.by, panels: request.panels, sharing: arguments[PlotOptions.share] ?? usual,
                bins: arguments[PlotOptions.bins], isLogarithmic: request.isLogarithmic(.x),
                within: arguments[PlotOptions.xRange])
            return (logarithmic(figure), hidden)
        }
    }

    private func logarithmic(_ figure: Figure) -> Figure {
        var figure = figure
        for panel in figure.panels.indices {
            figure.panels[panel].x.isLogarithmic = request.isLogarithmic(.x)
            figure.panels[panel].y.isLogarithmic = request.isLogarithmic(.y)
        }
        return figure
    }

    private func scatter(_ tables: PlotTables) throws -> Figure {
        var figure = try Figure.scatter(tables.points(), by: tables.by, hasPanels: request.panels != nil)
        for panel in figure.panels.indices {
            guard case .points(var cloud) = figure.panels[panel].marks else { continue }
            cloud.size = arguments[PlotOptions.pointSize]
            cloud.opacity = arguments[PlotOptions.opacity]
            figure.panels[panel].marks = .points(cloud)
        }
        return figure
    }

    private func lines(_ tables: PlotTables) throws -> Figure {
        let (sources, xs) = try tables.lines()
        var figure = try Figure.lines(
            sources, xs: xs, by: tables.by, panels: request.panels, averaged: arguments[PlotOptions.band])
        guard let window = arguments[PlotOptions.smooth] else { return figure }
        for panel in figure.panels.indices {
            guard case .lines(let lines) = figure.panels[panel].marks else { continue }
            figure.panels[panel].marks = .lines(lines.map { $0.smoothed(over: window) })
        }
        return figure
    }
}
