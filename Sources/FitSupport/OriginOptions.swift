import CommandSupport
import TensorStreams

/// The options that say what a run goes on from, and where its checkpoint goes.
public enum OriginOptions {
    static let resume = Option.text(
        "resume", value: "CKPT", help: "go on with this run as if it had never stopped; give it the same images")
    static let otherImages = Option.flag(
        "other-images", help: "with --resume: go on although the images are not those of the run")
    static let initFrom = Option.text(
        "init-from", value: "CKPT", help: "begin a new run from this model and its weights")
    public static let output = Option.text(
        "output", short: "o", value: "FILE", defaultText: "standard output, or the file of --resume", file: .written,
        help: "where the checkpoint goes")

    static let filesFrom = Option.text(
        "files-from", value: "LIST", file: .read, help: "read the files too that this text names, one on each line")

    public static let all: [any OptionDescription] = [filesFrom, resume, otherImages, initFrom]

    /// The files of the images: operands, then those of a list; none is standard input.
    ///
    /// - Throws: what reading the list throws, `UsageError` where it names none.
    static func inputs(_ arguments: Arguments, on ranks: RunRanks) throws -> [String] {
        guard let path = arguments[filesFrom] else { return arguments.operands }
        var list = PathList(try ranks.open(path))
        let names = try list.texts()
        if names.isEmpty { throw UsageError("--files-from \(path): it names no files") }
        return arguments.operands + names
    }

    /// - Parameter others: paths of the command's own.
    /// - Throws: `UsageError` where two of the files that a run reads are standard input.
    public static func refuseTwoInputs(_ arguments: Arguments, _ others: [String?] = []) throws {
        let options = [filesFrom, resume, initFrom, JournalOptions.validation, JournalOptions.validationLabels]
        let isStandardInput = arguments.operands.isEmpty && arguments[filesFrom] == nil
        try SharedStreams.refuseTwoInputs(
            (isStandardInput ? ["-"] : arguments.operands) + options.map { arguments[$0] } + others)
    }
}

/// What the command line says a run goes on from.
public enum FitOrigin {
    case nothing
    /// The checkpoint of a model, from whose weights a new run begins.
    case weights(String)
    /// The checkpoint of a run that was stopped.
    case run(String)

    /// - Parameters:
    ///   - structural: options that decide which weights there are, and so cannot go with weights that are there.
    ///   - kept: options that a resumed run has from its checkpoint.
    /// - Throws: `UsageError` for options that do not go together.
    public init(
        _ arguments: Arguments, structural: [any OptionDescription], kept: [any OptionDescription]
    ) throws {
        switch (arguments[OriginOptions.resume], arguments[OriginOptions.initFrom]) {
        case (_?, _?): throw UsageError("--resume and --init-from exclude each other")
        case (let run?, nil):
            try Self.refuse(structural + kept, with: OriginOptions.resume, arguments)
            self = .run(run)
        case (nil, let weights?):
            try Self.refuse(structural, with: OriginOptions.initFrom, arguments)
            self = .weights(weights)
        case (nil, nil): self = .nothing
        }
        if case .run = self { return }
        if arguments[OriginOptions.otherImages] { throw UsageError("--other-images needs --resume") }
    }

    /// Refuses an option that is given beside the one that names a checkpoint, which has it.
    private static func refuse(
        _ options: [any OptionDescription], with fixed: Option<String?>, _ arguments: Arguments
    ) throws {
        if let given = options.first(where: { arguments.isGiven($0) }) {
            throw UsageError("--\(given.name) does not go with --\(fixed.name), which takes it from the checkpoint")
        }
    }
}
