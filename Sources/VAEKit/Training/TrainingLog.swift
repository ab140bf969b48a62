import TensorStreams

/// The table that a run writes while it goes: a row for some steps and for each epoch.
///
/// Losses are means per image over the steps since the row before.
public struct TrainingLog {
    private var table: TableWriter
    private let hasValidation: Bool

    private static func columns(_ terms: [String], hasValidation: Bool) -> [String] {
        let losses = ["loss"] + terms
        return ["epoch", "step", "seen"] + losses + ["lr", "items_per_s", "seconds"]
            + (hasValidation ? losses.map { "val_\($0)" } : [])
    }

    /// The images seen whose losses are in no row of a log that is gone on with; nil where its rows join.
    public let hole: Range<Int>?

    /// Begins the log at `path`, or goes on with the one that is there when a run is resumed: rows beyond its state, which
    /// the resumed run will write again, are cut off. So is the row that a run wrote where it was stopped, with losses that
    /// the state still has: the resumed run writes that of the whole.
    public init(_ path: String, resuming state: TrainingState, hasValidation: Bool) throws {
        self.hasValidation = hasValidation
        let columns = Self.columns(state.rowLoss.names, hasValidation: hasValidation)
        let earlier = state.step > 0 ? try EarlierLog(path) : nil
        if let earlier, earlier.columns != columns {
            throw TrainingError("\(path): " + Self.problem(of: earlier.columns, columns))
        }
        let lastStep = state.rowLoss.items > 0 ? state.step - 1 : state.step
        let last = earlier?.rows.prefix { $0.epoch <= state.epoch && $0.step <= lastStep }.last
        let rowBegin = state.seen - state.rowLoss.items
        hole = last?.seen.flatMap { $0 < rowBegin ? $0..<rowBegin : nil }
        let kept = last?.end ?? earlier?.headerEnd ?? 0
        table = TableWriter(try ByteWriter.grow(path, from: kept), columns: columns, header: kept == 0)
        try table.flush()
    }

    /// Writes a row for the steps since the last; `lr` is the rate of the next step.
    ///
    /// - Parameter time: since this process began the run.
    public mutating func write(
        _ run: TrainingRun, time: (seconds: Double, itemsPerSecond: Double), validation: BatchLoss? = nil
    ) throws {
        let state = run.state
        let mean = state.rowLoss.mean
        var row: [TableValue] = [
            .integer(state.epoch), .integer(state.step), .integer(state.seen),
        ]
        row += mean.values.map { .float(Float($0)) }
        row += [
            .float(Float(run.rate)), .integer(Int(time.itemsPerSecond)),
            .double((time.seconds * 1000).rounded() / 1000),
        ]
        if hasValidation {
            let values = validation?.mean.values.map { TableValue.float(Float($0)) }
            row += values ?? mean.values.map { _ in .text("") }
        }
        try table.write(row: row)
        try table.flush()
    }

    public mutating func finish() throws { try table.finish() }

    /// Why a table that is there cannot be gone on with.
    private static func problem(of found: [String], _ wanted: [String]) -> String {
        func adds(_ columns: [String], to others: [String]) -> Bool {
            columns.starts(with: others) && columns[others.count...].allSatisfy { $0.hasPrefix("val_") }
        }
        if adds(found, to: wanted) {
            return "it has the columns of --validation, which is missing: name that too, or another --log"
        }
        if adds(wanted, to: found) {
            return
                "it has no columns for --validation: leave that out, by --no-reports where the run had it, or name another --log"
        }
        return "its columns are not those of this run's log; name another --log"
    }
}
