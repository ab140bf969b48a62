import Charts
import CommandSupport
import Glibc
import TensorStreams

/// What the command line of plot asks for, checked before anything is read.
struct PlotRequest {
    let kind: PlotOptions.Kind
    /// The tables' files, at least one; `-` is standard input.
    let inputs: [String]
    let format: PlotOptions.Format
    /// What gets a panel of its own; nil for one chart.
    let panels: PanelSubject?
    /// nil where it follows from the figure.
    let size: PlotSize?
    private let logarithmic: PlotOptions.LogarithmicAxes?

    init(_ arguments: Arguments) throws {
        var operands = arguments.operands[...]
        // The first of several operands is a kind, perhaps misspelt, unless there is such a file.
        let isFile = operands.first.map { $0 == "-" || access(FileName.bytes($0), F_OK) == 0 } ?? false
        if operands.first.flatMap(PlotOptions.Kind.init) != nil || operands.count > 1 && !isFile {
            kind = try arguments.choice(operand: 0, of: PlotOptions.Kind.self)
            operands.removeFirst()
        } else {
            kind = .scatter
        }
        inputs = operands.isEmpty ? ["-"] : Array(operands)
        try SharedStreams.refuseTwoInputs(inputs)
        let usual: PanelSubject? =
            arguments[PlotOptions.panels] ? (inputs.count > 1 || kind == .scatter ? .file : .column) : nil
        panels = arguments[PlotOptions.panelEach] ?? usual
        format = try PlotRequest.format(arguments)
        let isText = format == .text
        size = try arguments[PlotOptions.size].map { try PlotSize($0, isText: isText) }
        logarithmic = arguments[PlotOptions.log]
        try refuseMisplaced(arguments)
        try refuseMisplacedPanels(arguments)
    }

    /// Whether `--names` are those of the files; otherwise of the columns of the only one.
    var namesAreOfFiles: Bool { inputs.count > 1 || panels == .file }

    func isLogarithmic(_ axis: PlotOptions.LogarithmicAxes) -> Bool { logarithmic == axis || logarithmic == .xy }

    private func refuseMisplaced(_ arguments: Arguments) throws {
        if kind == .hist, arguments.isGiven(PlotOptions.y) {
            throw UsageError("-y means nothing to hist, which counts the values of -x")
        }
        if kind != .hist, let columns = arguments[PlotOptions.x], columns.count > 1 {
            throw UsageError("-x takes one column for \(kind.rawValue)")
        }
        if kind == .scatter, let columns = arguments[PlotOptions.y], columns.count > 1 {
            throw UsageError("-y takes one column for scatter")
        }
        if kind != .hist, arguments.isGiven(PlotOptions.bins) { throw UsageError("--bins is for hist") }
        if kind != .line, arguments.isGiven(PlotOptions.smooth) { throw UsageError("--smooth is for line") }
        if kind != .line, arguments[PlotOptions.band] { throw UsageError("--band is for line") }
        if arguments[PlotOptions.band], arguments.isGiven(PlotOptions.smooth) {
            throw UsageError("--band and --smooth exclude each other")
        }
        if arguments[PlotOptions.band], inputs.count == 1 { throw UsageError("--band is for several files") }
        if kind != .scatter, arguments.isGiven(PlotOptions.pointSize) {
            throw UsageError("--point-size is for scatter")
        }
        if kind != .scatter, arguments.isGiven(PlotOptions.opacity) { throw UsageError("--opacity is for scatter") }
        if format != .png, arguments.isGiven(PlotOptions.scale) { throw UsageError("--scale is for PNG") }
        if kind == .hist, arguments[PlotOptions.equal] { throw UsageError("--equal is for scatter and line") }
        if logarithmic != nil, arguments[PlotOptions.equal] { throw UsageError("--equal and --log exclude each other") }
        for (range, axis) in [(PlotOptions.xRange, PlotOptions.LogarithmicAxes.x), (PlotOptions.yRange, .y)] {
            guard let limits = arguments[range] else { continue }
            if arguments[PlotOptions.equal] { throw UsageError("--\(range.name) and --equal exclude each other") }
            if isLogarithmic(axis), limits.lowerBound <= 0 {
                throw UsageError("--\(range.name): a logarithmic axis begins above 0")
            }
        }
    }

    private func refuseMisplacedPanels(_ arguments: Arguments) throws {
        if kind == .scatter, panels == .column { throw UsageError("scatter has a panel for each file, not column") }
        if panels == nil, arguments.isGiven(PlotOptions.share) { throw UsageError("--share is for --panels") }
        if panels == nil, arguments.isGiven(PlotOptions.panelColumns) {
            throw UsageError("--panel-columns is for --panels")
        }
        guard let names = arguments[PlotOptions.names] else { return }
        if kind == .scatter, !namesAreOfFiles { throw UsageError("--names is for several files, or --panels") }
        if namesAreOfFiles, names.count != inputs.count {
            throw UsageError("--names: \(inputs.count) wanted, one for each file, \(names.count) given")
        }
        if Set(names).count < names.count, !arguments[PlotOptions.band] {
            throw UsageError("--names: the names are not all different")
        }
    }

    /// The format asked for, else the one the output's name says, else text for a terminal and PNG for the rest.
    private static func format(_ arguments: Arguments) throws -> PlotOptions.Format {
        if let format = arguments[PlotOptions.format] { return format }
        guard let path = arguments[PlotOptions.output], path != "-", !path.hasPrefix("/dev/") else {
            return isatty(STDOUT_FILENO) == 1 ? .text : .png
        }
        if path.lowercased().hasSuffix(".txt") { return .text }
        guard let format = ChartFormat(path: path).flatMap({ PlotOptions.Format(rawValue: $0.rawValue) }) else {
            throw UsageError("-o '\(path)': expected a name in .png, .svg, .pdf or .txt, or --format")
        }
        return format
    }
}
