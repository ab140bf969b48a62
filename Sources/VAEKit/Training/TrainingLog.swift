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

    /// Begins the log at `path`, or goes on with the one that is there when a run is resumed: rows beyond its state, which
    /// the resumed run will write again, are cut off.
    public init(_ path: String, resuming state: TrainingState, hasValidation: Bool) throws {
        self.hasValidation = hasValidation
        let columns = Self.columns(state.rowLoss.names, hasValidation: hasValidation)
        let kept = state.step > 0 ? try Self.bytesToKeep(path, through: state, columns: columns) : 0
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

    /// The length of the header and of the rows up to a state; 0 where there is no log yet. The row that a run wrote where
    /// it was stopped, with losses that the state still has, goes: the resumed run writes that of the whole.
    private static func bytesToKeep(_ path: String, through state: TrainingState, columns: [String]) throws -> Int {
        let lastStep = state.rowLoss.items > 0 ? state.step - 1 : state.step
        let reader: ByteReader
        do { reader = try ByteReader.open(path) } catch is FileError { return 0 }
        let bytes = try reader.bytes(.max)
        var kept = 0
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let fields = bytes[start..<end].split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            let texts = fields.map { String(decoding: $0, as: UTF8.self) }
            if start == 0 {
                guard texts == columns else { throw TrainingError("\(path): " + problem(of: texts, columns)) }
            } else {
                guard texts.count == columns.count, let epoch = Int(texts[0]), epoch <= state.epoch,
                    let step = Int(texts[1]), step <= lastStep
                else { break }
            }
            start = end + 1
            kept = start
        }
        return kept
    }

    /// Why a table that is there cannot be gone on with.
    private static func problem(of found: [String], _ wanted: [String]) -> String {
        func adds(_ columns: [String], to others: [String]) -> Bool {
            columns.starts(with: others) && columns[others.count...].allSatisfy { $0.hasPrefix("val_") }
        }
        if adds(found, to: wanted) {
            return "it has the columns of --validation, which is missing: name that too, or another --log"
        }
        if adds(wanted, to: found) {
            return "it has no columns for --validation: leave that out, or name another --log"
        }
        return "its columns are not those of this run's log; name another --log"
    }
}
