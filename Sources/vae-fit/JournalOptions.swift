import CommandSupport
import ModelSupport

/// The options that say what a run leaves behind.
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

    static let all: [any OptionDescription] = [
        validation, log, logEvery, frames, framesEvery, saveEvery, keep, weightsOnly,
    ]

    let log: String?
    let logEvery: Int?
    let frames: String?
    let framesEvery: Int?
    let saveEvery: Int?
    let keep: String?
    let weightsOnly: Bool
    let isQuiet: Bool

    init(_ arguments: Arguments) throws {
        log = arguments[Self.log]
        logEvery = arguments[Self.logEvery]
        frames = arguments[Self.frames]
        framesEvery = arguments[Self.framesEvery]
        saveEvery = arguments[Self.saveEvery]
        keep = arguments[Self.keep]
        weightsOnly = arguments[Self.weightsOnly]
        isQuiet = arguments[StandardOptions.quiet]
        if logEvery != nil && log == nil { throw UsageError("--log-every needs --log") }
        if framesEvery != nil && frames == nil { throw UsageError("--frames-every needs --frames") }
    }
}
