import TensorStreams
import VAEKit

/// The command line that makes a checkpoint, for a shell, with what it is given in comments before it.
struct CommandText {
    private let run: MadeRun
    private let record: TrainingRecord

    /// nil where the checkpoint tells of no training.
    init?(_ run: MadeRun) {
        guard let record = run.record else { return nil }
        (self.run, self.record) = (run, record)
    }

    var text: String { (comments.map { "# \($0)" } + [command]).joined(separator: "\n") + "\n" }

    /// The command alone.
    var command: String {
        let options = (run.options + RunOption.entries(of: reports, defaults: [:])).filter { !$0.isDefault }
        let flags = record.isResumable || record.roundedTo != nil ? [] : [RunOption(flag: "weights-only")]
        let words = (options + flags).map { $0.words.map(ShellWord.quoted).joined(separator: " ") }
        return ShellWord.lines([run.maker] + labels + words)
    }

    private var reports: JSON { record.reports.json ?? [:] }

    /// Which files they are is not known; whoever forgets to name one is told so.
    private var labels: [String] {
        (run.hasLabels ? [#"--labels "${LABELS:?}""#] : []) + (run.hasLabelNames ? [#"--levels "${LEVELS:?}""#] : [])
    }

    private var comments: [String] {
        var lines = [images]
        if run.hasLabels { lines.append("LABELS: the file of their labels" + checksum(record.images?.labelsChecksum)) }
        if run.hasLabelNames { lines.append("LEVELS: the file of the labels' words") }
        if let images = record.validationImages {
            lines.append("its loss is measured on \(images.count) images" + checksum(images.checksum))
        }
        return lines + exceptions
    }

    private var images: String {
        let shape = run.imageShape.map { String($0) }.joined(separator: "×")
        let count = record.settings.isStreaming ? record.state.seen : record.images?.count
        let what = record.settings.beginning.codes == nil ? "images" : "maps of codes"
        if let count, record.reports.validation?.hasSuffix("%") == true {
            return "reads \(what) of \(shape) from standard input, and trains on \(count) of them"
                + checksum(record.images?.checksum)
        }
        return "reads" + (count.map { " \($0)" } ?? "") + " \(what) of \(shape) from standard input"
            + checksum(record.images?.checksum)
    }

    private func checksum(_ value: UInt32?) -> String {
        value.map { ", of CRC-32 \(Hexadecimal.text($0))" } ?? ""
    }

    /// Why the command makes another checkpoint than this, where it does.
    private var exceptions: [String] {
        let (settings, state) = (record.settings, record.state)
        var lines: [String] = []
        if state.isBefore(endOf: settings) {
            lines.append(
                "this is the run after step \(state.step), epoch \(state.epoch): the command trains on to its end")
        }
        if settings.lengthChanged {
            lines.append("it was resumed with another length, by which its rate goes: one run of this length differs")
        }
        if let type = record.roundedTo { lines.append("its numbers were rounded to \(type) afterwards") }
        return lines
    }
}

extension TrainingState {
    /// Whether a run of these settings goes on behind it. A stream may always.
    fileprivate func isBefore(endOf settings: TrainingSettings) -> Bool {
        if settings.isStreaming || epoch >= settings.epochs || step >= settings.steps ?? .max { return false }
        guard let patience = settings.patience, let waited = epochsSinceBest else { return true }
        return waited < patience
    }
}
