import CommandSupport

/// The options that say what a run goes on from, and where its checkpoint goes.
enum OriginOptions {
    static let resume = Option.text(
        "resume", value: "CKPT", help: "go on with this run as if it had never stopped; give it the same images")
    static let otherImages = Option.flag(
        "other-images", help: "with --resume: go on although the images are not those of the run")
    static let initFrom = Option.text(
        "init-from", value: "CKPT", help: "begin a new run from this model and its weights")
    static let output = Option.text(
        "output", short: "o", value: "FILE", defaultText: "standard output, or the file of --resume", file: .written,
        help: "where the checkpoint goes")

    static let all: [any OptionDescription] = [resume, otherImages, initFrom]

    /// - Throws: `UsageError` where one of these is given beside the option that names a checkpoint, which has them.
    static func refuse(
        _ options: [any OptionDescription], with fixed: Option<String?>, _ arguments: Arguments
    ) throws {
        if let given = options.first(where: { arguments.isGiven($0) }) {
            throw UsageError("--\(given.name) does not go with --\(fixed.name), which takes it from the checkpoint")
        }
    }
}
