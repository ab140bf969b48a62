import CommandSupport
import TensorStreams

/// Where the items go, changed as the options say: all of them to one stream, or the first to it and the rest to another.
struct ItemOutput {
    static let split = Option.integer(
        "split", value: "N", in: 1...Int.max, defaultText: "all",
        help: "write the first N items, and the others to --rest")
    static let rest = Option.text("rest", value: "FILE", file: .written, help: "where --split writes the other items")

    private let change: ItemChange
    private let outputs = OutputGroup()
    private var first: IDXWriter
    private var rest: IDXWriter?
    /// How many items the first stream gets; nil for all.
    private let split: Int?

    init(_ arguments: Arguments, format: ItemFormat) throws {
        let change = try ItemChange(arguments, format: format)
        split = arguments[Self.split]
        first = IDXWriter(try outputs.create(arguments[StandardOptions.output] ?? "-"), format: change.format)
        rest = try arguments[Self.rest].map { [outputs] in IDXWriter(try outputs.create($0), format: change.format) }
        self.change = change
    }

    /// Throws `UsageError` where the options do not go together, or the rest would take the place of an input.
    static func check(_ arguments: Arguments, inputs: [String]) throws {
        if arguments.isGiven(split) != arguments.isGiven(rest) {
            throw UsageError("--split and --rest need each other")
        }
        guard let rest = arguments[rest] else { return }
        try SharedStreams.refuseTwoOutputs([arguments[StandardOptions.output] ?? "-", rest])
        try SharedStreams.refuseReplacing(inputs, by: [rest])
    }

    mutating func write(_ items: TensorBatch) throws {
        let batch = try change.applied(to: items, after: first.itemsWritten + (rest?.itemsWritten ?? 0))
        let own = min(batch.count, (split ?? .max) - first.itemsWritten)
        try first.write(batch.items(in: 0..<own))
        if own < batch.count { try rest?.write(batch.items(in: own..<batch.count)) }
    }

    /// Throws `Failure` where there were too few items to split.
    mutating func finish() throws {
        if let split, first.itemsWritten < split {
            throw Failure("--split \(split): there are only \(first.itemsWritten) items")
        }
        try first.finish()
        try rest?.finish()
        try outputs.finish()
    }
}
