import CommandSupport
import Disentanglement
import TensorStreams
import Threads

/// Measures what was asked for and writes the table.
struct MeasureRun {
    /// Nil is all that can be.
    private let chosen: [Measure]?
    private let settings: MeasureSettings
    private let output: String
    private let header: Bool
    private let quiet: Bool
    private let team: ThreadTeam

    init(_ arguments: Arguments) throws {
        chosen = try arguments[ZMeasureOptions.measures]?.map { name in
            guard let measure = Measure(rawValue: name) else {
                let names = Measure.allCases.map(\.rawValue)
                throw UsageError("--measure \(name): expected some of \(names.joined(separator: ", "))")
            }
            return measure
        }
        settings = try MeasureSettings(arguments)
        output = arguments[StandardOptions.output] ?? "-"
        header = !arguments[StandardOptions.noHeader]
        quiet = arguments[StandardOptions.quiet]
        team = ThreadTeam(threads: arguments[StandardOptions.threads])
    }

    /// - Parameter note: is told what cannot be measured, and why.
    func write(_ tables: MeasuredTables, note: (String) -> Void) throws {
        let bytes = try ByteWriter.create(output)
        let progress = Progress("measuring", total: Measurement.steps, unit: "steps", quiet: quiet)
        var measurement = Measurement(tables, settings, team: team, progress: progress)
        var table = TableWriter(bytes, columns: ["metric", "value", "settings"], header: header)
        for measure in Measure.allCases where chosen?.contains(measure) ?? true {
            do {
                for result in try measurement.results(of: measure) {
                    guard result.value.isFinite else { throw NotMeasurable("the numbers are too large") }
                    try table.write(row: [.text(result.name), .float(Float(result.value)), .text(result.settings)])
                }
            } catch let problem as NotMeasurable {
                if chosen != nil { throw Failure("\(measure.rawValue): \(problem)") }
                note("\(measure.rawValue): \(problem)")
            }
        }
        progress.finish()
        try table.finish()
    }
}
