import CommandSupport
import ModelSupport
import TensorStreams
import VAEKit

/// The options that say what a run leaves behind, with what a resumed run left behind before.
struct JournalOptions {
    static let validation = ReportOptions.validation
    static let log = ReportOptions.log
    static let logEvery = ReportOptions.logEvery
    static let frames = Option.text(
        "frames", value: "FILE", file: .written, help: "write decoded images of 64 fixed latents, a tensor each epoch")
    static let framesEvery = Option.integer(
        "frames-every", value: "STEPS", in: 1...Int(Int32.max), defaultText: "each epoch",
        help: "write frames after so many steps instead")
    static let saveEvery = Option.integer(
        "save-every", value: "STEPS", in: 1...Int(Int32.max), defaultText: "each epoch",
        help: "save the checkpoint after so many steps instead")
    static let keep = Option.text(
        "keep", value: "DIR", help: "keep every checkpoint that is saved, each as a file in DIR")
    static let weightsOnly = Option.flag(
        "weights-only", help: "leave the optimiser's state out of the checkpoint, which then cannot be resumed")
    static let noReports = Option.flag(
        "no-reports", help: "with --resume: none of the options above that the run had, but for those given anew")

    static let all: [any OptionDescription] = [
        validation, log, logEvery, frames, framesEvery, saveEvery, keep, weightsOnly, noReports,
    ]

    let reports: RunReports
    let weightsOnly: Bool
    let isQuiet: Bool
    private let arguments: Arguments

    /// - Parameter carried: what the run that is resumed was told; nil for a new run.
    init(_ arguments: Arguments, carried: CarriedReports?) throws {
        self.arguments = arguments
        weightsOnly = arguments[Self.weightsOnly]
        isQuiet = arguments[StandardOptions.quiet]
        var reports = Self.given(arguments)
        if carried == nil && arguments[Self.noReports] { throw UsageError("--no-reports needs --resume") }
        if !arguments[Self.noReports] { try carried?.add(to: &reports) }
        if reports.logEvery != nil && reports.log == nil { throw UsageError("--log-every needs --log") }
        if reports.framesEvery != nil && reports.frames == nil { throw UsageError("--frames-every needs --frames") }
        self.reports = reports
    }

    private static func given(_ arguments: Arguments) -> RunReports {
        var reports = RunReports()
        (reports.log, reports.logEvery) = (arguments[log], arguments[logEvery])
        (reports.frames, reports.framesEvery) = (arguments[frames], arguments[framesEvery])
        (reports.saveEvery, reports.keep) = (arguments[saveEvery], arguments[keep])
        reports.validation = arguments[validation]
        return reports
    }

    /// A line for the user, unless none is wanted.
    func note(_ text: String) {
        if !isQuiet { arguments.note(text) }
    }
}
