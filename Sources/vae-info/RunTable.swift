import TensorStreams
import VAEKit

/// A row for each of several runs: what differs between them, and what they have come to.
struct RunTable {
    private struct Row {
        let path: String
        /// What there is to differ in, in order, and by its name.
        let facts: [(name: String, cell: String)]
        let cells: [String: String]
        /// Which options are not the defaults.
        let unusual: [String]
        let summary: RunSummary

        init(_ path: String, _ run: MadeRun) {
            self.path = path
            facts = run.options.map { ($0.name, $0.cell) } + run.images.map { ($0.name, $0.identity) }
            cells = Dictionary(facts.map { ($0.name, $0.cell) }, uniquingKeysWith: { first, _ in first })
            unusual = run.options.filter { !$0.isDefault }.map(\.name)
            summary = RunSummary(run.record)
        }
    }

    private var rows: [Row] = []
    /// Why some have none, in their order.
    private(set) var problems: [any Error] = []

    /// Reads them one by one; those that cannot be read have no row.
    init(_ paths: [String]) {
        for path in paths {
            do {
                rows.append(Row(path, try CheckpointFile(reading: path).report().run))
            } catch {
                problems.append(error)
            }
        }
    }

    /// Writes what there is.
    func write(to output: ByteWriter) throws {
        let names = columns
        var table = TableWriter(output, columns: ["file"] + names + RunSummary.columns)
        for row in rows {
            try table.write(row: [.text(row.path)] + names.map { .text(row.cells[$0] ?? "") } + row.summary.cells)
        }
        try table.finish()
    }

    /// What differs between the runs; of one alone, what is not the default.
    private var columns: [String] {
        if rows.count == 1 { return rows[0].unusual }
        var names: [String] = []
        for (name, _) in rows.flatMap(\.facts) where !names.contains(name) { names.append(name) }
        return names.filter { name in Set(rows.map { $0.cells[name] ?? "" }).count > 1 }
    }
}
