import TensorStreams

/// The table that a classifier's run writes while it goes: a row for some steps and for each epoch.
///
/// Losses are means per image over the steps since the row before.
public struct ClassifierLog {
    private var table: TableWriter
    private let hasValidation: Bool

    /// Begins the log at `path`.
    public init(_ path: String, hasValidation: Bool) throws {
        self.hasValidation = hasValidation
        let columns = ["epoch", "step", "seen", "loss", "accuracy", "lr", "items_per_s", "seconds"]
        table = TableWriter(
            try ByteWriter.grow(path), columns: columns + (hasValidation ? ["val_loss", "val_accuracy"] : []))
        try table.flush()
    }

    /// Writes a row for the steps since the last; `lr` is the rate of the next step.
    ///
    /// - Parameter seconds: since the run began.
    public mutating func write(_ run: ClassifierRun, seconds: Double, validation: ClassifierLoss? = nil) throws {
        let (state, mean) = (run.state, run.rowLoss.mean)
        var row: [TableValue] = [
            .integer(state.epoch), .integer(state.step), .integer(state.seen), .float(Float(mean.loss)),
            .float(Float(mean.accuracy)), .float(Float(run.rate)),
            .integer(Int(Double(state.seen) / max(seconds, 1e-9))), .double((seconds * 1000).rounded() / 1000),
        ]
        if hasValidation {
            let values = validation.map { [$0.mean.loss, $0.mean.accuracy] }
            row += values?.map { .float(Float($0)) } ?? [.text(""), .text("")]
        }
        try table.write(row: row)
        try table.flush()
    }

    public mutating func finish() throws { try table.finish() }
}
