import CommandSupport
import ModelSupport
import TensorStreams
import VAEKit

/// The options that say what a run leaves behind, with what a resumed run left behind before.
public struct JournalOptions {
    public static let validation = Option.text(
        "validation", value: "FILE|P%", file: .read,
        help: "measure the loss after each epoch on the images of FILE, or on P percent of those to train on, held out")
    public static let validationLabels = Option.text(
        "validation-labels", value: "FILE", file: .read, help: "the classes of the images of --validation")
    public static let log = Option.text(
        "log", value: "FILE", file: .written, help: "write the losses to FILE, a table")
    public static let logEvery = Option.integer(
        "log-every", value: "STEPS", in: 1...Int(Int32.max), defaultText: "each epoch", help: "rows between epochs too")
    public static let frames = Option.text(
        "frames", value: "FILE", file: .written, help: "write decoded images of 64 fixed latents, a tensor each epoch")
    public static let framesEvery = Option.integer(
        "frames-every", value: "STEPS", in: 1...Int(Int32.max), defaultText: "each epoch",
        help: "write frames after so many steps instead")
    public static let saveEvery = Option.integer(
        "save-every", value: "STEPS", in: 1...Int(Int32.max), defaultText: "each epoch",
        help: "save the checkpoint after so many steps instead")
    public static let keep = Option.text(
        "keep", value: "DIR", help: "keep every checkpoint that is saved, each as a file in DIR")
    public static let keepBest = Option.text(
        "keep-best", value: "FILE", file: .written,
        help: "keep the checkpoint of the least loss of --validation in FILE too")
    public static let weightsOnly = Option.flag(
        "weights-only", help: "leave the optimiser's state out of the checkpoint, which then cannot be resumed")
    public static let noReports = Option.flag(
        "no-reports",
        help:
            "with --resume: none of the options above that the run had, but for those given anew; images held out stay so"
    )

    /// Those of every command that trains.
    public static let common: [any OptionDescription] = [
        log, logEvery, saveEvery, keep, keepBest, weightsOnly, noReports,
    ]

    /// - Throws: `UsageError` where labels are needed, and images for validation or their labels stand alone.
    public static func requireValidationLabels(_ arguments: Arguments) throws {
        try HeldOutShare.refuseOthers(arguments[validation])
        if HeldOutShare(arguments[validation]) != nil {
            if arguments.isGiven(validationLabels) {
                throw UsageError("--validation-labels: images that are held out have labels of their own")
            }
        } else if arguments.isGiven(validation) != arguments.isGiven(validationLabels) {
            throw UsageError("--validation and --validation-labels go together")
        }
    }

    private(set) var reports: RunReports
    let weightsOnly: Bool
    private(set) var isQuiet: Bool
    private let arguments: Arguments

    /// - Parameter carried: what the run that is resumed was told; nil for a new run.
    init(_ arguments: Arguments, carried: CarriedReports?) throws {
        self.arguments = arguments
        weightsOnly = arguments[Self.weightsOnly]
        isQuiet = arguments[StandardOptions.quiet]
        try HeldOutShare.refuseOthers(arguments[Self.validation])
        var reports = Self.given(arguments)
        if carried == nil && arguments[Self.noReports] { throw UsageError("--no-reports needs --resume") }
        if arguments[Self.noReports] { carried?.addShare(to: &reports) } else { try carried?.add(to: &reports) }
        if reports.logEvery != nil && reports.log == nil { throw UsageError("--log-every needs --log") }
        if reports.framesEvery != nil && reports.frames == nil { throw UsageError("--frames-every needs --frames") }
        if reports.keepBest != nil && reports.validation == nil { throw UsageError("--keep-best needs --validation") }
        self.reports = reports
    }

    /// Those of a rank that leaves nothing behind, since another does: it measures the loss like that.
    var ofOtherRank: JournalOptions {
        var options = self
        options.reports = RunReports()
        (options.reports.validation, options.reports.validationLabels) = (reports.validation, reports.validationLabels)
        // In the steps that the first rank saves in, all bring together what they have.
        options.reports.saveEvery = reports.saveEvery
        options.isQuiet = true
        return options
    }

    private static func given(_ arguments: Arguments) -> RunReports {
        var reports = RunReports()
        (reports.log, reports.logEvery) = (arguments[log], arguments[logEvery])
        (reports.frames, reports.framesEvery) = (arguments[frames], arguments[framesEvery])
        (reports.saveEvery, reports.keep) = (arguments[saveEvery], arguments[keep])
        reports.keepBest = arguments[keepBest]
        (reports.validation, reports.validationLabels) = (arguments[validation], arguments[validationLabels])
        return reports
    }

    /// A line for the user, unless none is wanted.
    func note(_ text: String) {
        if !isQuiet { arguments.note(text) }
    }
}
