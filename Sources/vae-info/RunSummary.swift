import CommandSupport
import TensorStreams
import VAEKit

/// What a run has come to, in numbers to choose among runs by.
struct RunSummary {
    static let columns = ["epoch", "step", "best_epoch", "best_val_loss", "val_loss", "loss", "seconds", "items_per_s"]

    private let state: TrainingState?
    private let time: (seconds: Double, itemsPerSecond: Double)?

    init(_ record: TrainingRecord?) {
        state = record?.state
        time = record.flatMap(Self.time)
    }

    /// That of the run's log, where that is still there and has the step of the checkpoint: seconds in a checkpoint would make
    /// every run's another.
    private static func time(of record: TrainingRecord) -> (seconds: Double, itemsPerSecond: Double)? {
        guard let path = record.reports.log, ByteWriter.replaces(path) else { return nil }
        return (try? EarlierLog(path))?.time(toStep: record.state.step)
    }

    /// As a table has them, in the order of the columns, losses as in a log; empty where there is none.
    var cells: [TableValue] {
        values.map { value in
            if case .double(let number) = value { .float(Float(number)) } else { value ?? .text("") }
        }
    }

    /// As an object has them, without those that are none.
    var json: JSON {
        var object = JSONObject()
        for (name, value) in zip(Self.columns, values) {
            switch value {
            case .integer(let number): object[name] = .integer(number)
            case .double(let number): object[name] = .number(number)
            default: continue
            }
        }
        return .object(object)
    }

    private var values: [TableValue?] {
        let last = state?.history.last
        let best = state?.epochsSinceBest.flatMap { waited in state.map { $0.history.count - waited } }
        let loss = last?.loss ?? state.flatMap { $0.epochLoss.items > 0 ? $0.epochLoss.mean : nil }
        return [
            state.map { .integer($0.epoch) }, state.map { .integer($0.step) }, best.map { .integer($0) },
            number(best.flatMap { state?.history[$0 - 1].validation?.loss }), number(last?.validation?.loss),
            number(loss?.loss), number(time?.seconds), number(time?.itemsPerSecond),
        ]
    }

    private func number(_ value: Double?) -> TableValue? { value.map { .double($0) } }
}
