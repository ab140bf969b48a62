import Charts
import CommandSupport
import TensorStreams

/// One run of plot: what the command line asks for, read, drawn and written.
struct PlotRun {
    private let arguments: Arguments
    private let request: PlotRequest

    init(_ arguments: Arguments) throws {
        self.arguments = arguments
        request = try PlotRequest(arguments)
    }

    func run() throws {
        try Terminal.refuseTerminalInput(from: request.input)
        if request.format == .png || request.format == .pdf {
            try Terminal.refuseBinaryOutput(to: arguments[Plot.output])
        }
        var (chart, hidden) = try chart()
        chart.title = arguments[Plot.title]
        chart.x.title = arguments[Plot.xLabel] ?? chart.x.title
        chart.y.title = arguments[Plot.yLabel] ?? chart.y.title
        try write(chart)
        if hidden > 0, !arguments[Plot.quiet] {
            let values = hidden == 1 ? "1 value that is not positive is" : "\(hidden) values that are not positive are"
            arguments.note("\(values) not shown on a logarithmic axis")
        }
    }

    /// The chart, and how many values its logarithmic axes cannot show.
    private func chart() throws -> (chart: Chart, hidden: Int) {
        var table = try ChartTable(ByteReader.open(request.input))
        switch request.kind {
        case .scatter: return try logarithmic(try scatter(&table))
        case .line: return try logarithmic(try lines(&table))
        case .hist:
            let columns = try arguments[Plot.x] ?? table.firstNumericColumns(1)
            var (chart, hidden) = try Chart.histogram(
                &table, columns: columns, by: arguments[Plot.by], bins: arguments[Plot.bins],
                isLogarithmic: request.isLogarithmic(.x))
            chart.y.isLogarithmic = request.isLogarithmic(.y)
            return (chart, hidden)
        }
    }

    private func logarithmic(_ chart: Chart) throws -> (chart: Chart, hidden: Int) {
        var chart = chart
        chart.x.isLogarithmic = request.isLogarithmic(.x)
        chart.y.isLogarithmic = request.isLogarithmic(.y)
        return chart.withoutHidden()
    }

    private func scatter(_ table: inout ChartTable) throws -> Chart {
        var (x, y) = (arguments[Plot.x]?.first, arguments[Plot.y]?.first)
        if x == nil || y == nil {
            let free = try table.firstNumericColumns(2).filter { $0 != x && $0 != y }
            x = x ?? free.first
            y = y ?? free.first { $0 != x }
        }
        guard let x, let y else { throw ChartError.nothingToShow }
        let by = arguments[Plot.by] ?? (table.columns.contains("label") ? "label" : nil)
        var chart = try Chart.scatter(&table, x: x, y: y, by: by)
        if case .points(var cloud) = chart.marks {
            cloud.size = arguments[Plot.pointSize]
            cloud.opacity = arguments[Plot.opacity]
            chart.marks = .points(cloud)
        }
        return chart
    }

    private func lines(_ table: inout ChartTable) throws -> Chart {
        let numeric = table.numericColumns
        let counter = ["step", "seen"].first(where: table.columns.contains)
        var xs = arguments[Plot.x] ?? ["epoch", counter ?? ""].filter(table.columns.contains)
        var ys = arguments[Plot.y] ?? ["loss", "val_loss"].filter(table.columns.contains)
        if xs.isEmpty { xs = Array(numeric.filter { !ys.contains($0) }.prefix(1)) }
        if ys.isEmpty { ys = Array(numeric.filter { !xs.contains($0) }.prefix(1)) }
        guard !xs.isEmpty, !ys.isEmpty else {
            throw ChartTableError(name: table.name, reason: .tooFewNumbers(wanted: 2, found: numeric))
        }
        var chart = try Chart.lines(&table, xs: xs, ys: ys, by: arguments[Plot.by])
        if let window = arguments[Plot.smooth], case .lines(let lines) = chart.marks {
            chart.marks = .lines(lines.map { $0.smoothed(over: window) })
        }
        return chart
    }

    private func write(_ chart: Chart) throws {
        let path = arguments[Plot.output] ?? "-"
        let size = request.size
        let bytes: [UInt8] =
            if let format = ChartFormat(rawValue: request.format.rawValue) {
                try ChartPainter.draw(
                    chart, as: format, width: size.width, height: size.height, scale: arguments[Plot.scale], name: path)
            } else {
                Array(
                    try TextChart(
                        chart, columns: size.width, rows: size.height,
                        isColored: PlotRequest.isColored(path: path)
                    ).text.utf8)
            }
        let file = try ByteWriter.create(path)
        try file.write(bytes)
        try file.finish()
    }
}
