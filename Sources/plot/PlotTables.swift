import Charts
import CommandSupport
import TensorStreams

/// The tables that plot draws, opened, and which of their columns.
struct PlotTables {
    private let tables: [ChartTable]
    private let request: PlotRequest
    /// Names for the columns of the only table.
    private let columnNames: [String]?
    private let x: [String]?
    private let y: [String]?
    let by: String?

    /// Reads the first row of every table.
    init(_ request: PlotRequest, _ arguments: Arguments) throws {
        let names = arguments[PlotOptions.names]
        // The lines of files of one title are averaged.
        let unnamed = arguments[PlotOptions.band] ? request.inputs.map { _ in "" } : PlotTables.titles(request.inputs)
        let titles = (request.namesAreOfFiles ? names : nil) ?? unnamed
        let levels = try arguments.levels(of: nil)
        tables = try zip(request.inputs, titles).map { path, title in
            var table = try ChartTable(ByteReader.open(path), title: title)
            table.words = levels?.wordsByLabel ?? [:]
            return table
        }
        columnNames = request.namesAreOfFiles ? nil : names
        self.request = request
        (x, y) = (arguments[PlotOptions.x], arguments[PlotOptions.y])
        if let column = arguments[PlotOptions.by] {
            for table in tables { try table.check(column) }
            by = column
        } else {
            let isLabelled = tables.contains { $0.columns.contains("label") }
            by = request.kind == .scatter && isLabelled ? "label" : nil
        }
        if by == nil, levels != nil { throw UsageError("--levels names the groups of --by, and there are none") }
    }

    /// The file names without folder and ending; the paths without ending where those are not all different.
    private static func titles(_ paths: [String]) -> [String] {
        func withoutEnding(_ path: Substring) -> String {
            let name = path.hasSuffix(".gz") ? path.dropLast(3) : path
            guard let dot = name.lastIndex(of: "."), dot > name.startIndex, !name[dot...].contains("/") else {
                return String(name)
            }
            return String(name[..<dot])
        }
        let names = paths.map { withoutEnding($0[($0.lastIndex(of: "/").map($0.index(after:)) ?? $0.startIndex)...]) }
        let titles = Set(names).count == names.count ? names : paths.map { withoutEnding($0[...]) }
        return titles.map { $0 == "-" ? "standard input" : $0 }
    }

    private func source(_ table: ChartTable, _ columns: [String]) throws -> ChartSource {
        if let columnNames, columnNames.count != columns.count {
            throw UsageError("--names: \(columns.count) wanted, one for each column, \(columnNames.count) given")
        }
        return ChartSource(table, columns: columns, titles: columnNames)
    }

    /// For a scatter plot: two columns of each table, the same ones in all tables of one chart.
    func points() throws -> [ChartSource] {
        func columns(of table: ChartTable) throws -> [String] {
            var (x, y) = (x?.first, y?.first)
            if x == nil || y == nil {
                let free = try table.firstNumericColumns(2).filter { $0 != x && $0 != y }
                x = x ?? free.first
                y = y ?? free.first { $0 != x }
            }
            guard let x, let y else { throw ChartError.nothingToShow }
            return [x, y]
        }
        let common = try columns(of: tables[0])
        return try tables.map { try source($0, request.panels == nil ? common : columns(of: $0)) }
    }

    /// For a line chart: candidates for the horizontal axis, the same in all tables, or none where rows are to be numbered;
    /// and the columns of each table.
    func lines() throws -> (sources: [ChartSource], xs: [String]) {
        let xs = x ?? lineAxes()
        let sources = try tables.map { table in
            var ys = lineColumns(of: table)
            if ys.isEmpty { ys = Array(table.numericColumns.filter { !xs.contains($0) }.prefix(1)) }
            if ys.isEmpty { throw table.tooFewNumbers(wanted: xs.isEmpty ? 1 : 2) }
            return try source(table, ys)
        }
        return (sources, xs)
    }

    /// The columns that count what goes on, else the first of numbers that is not drawn; none where a table has but one.
    private func lineAxes() -> [String] {
        func areEverywhere(_ column: String) -> Bool { tables.allSatisfy { $0.columns.contains(column) } }
        let counters = ["epoch", ["step", "seen"].first(where: areEverywhere)].compactMap { $0 }.filter(areEverywhere)
        if !counters.isEmpty { return counters }
        let drawn = lineColumns(of: tables[0])
        let free = tables[0].numericColumns.filter { !drawn.contains($0) }
        return drawn.isEmpty && free.count == 1 ? [] : Array(free.prefix(1))
    }

    /// The columns known to be drawn before it is known what they are drawn over.
    private func lineColumns(of table: ChartTable) -> [String] {
        y ?? ["loss", "val_loss"].filter(table.columns.contains)
    }

    /// For a histogram: the columns that are counted.
    func samples() throws -> [ChartSource] {
        let common = try x ?? tables[0].firstNumericColumns(1)
        return try tables.map { table in
            try source(table, request.panels == nil ? common : x ?? table.firstNumericColumns(1))
        }
    }
}
