import CommandSupport
import TensorStreams

/// The items that the options select, in their order: one pass over the input.
struct SelectedItems: ItemSource {
    private var skipped: Int
    private var taken: Int
    private var source: any ItemSource
    private var itemsRead = 0

    init(_ arguments: Arguments) throws {
        skipped = arguments[Selection.skip]
        taken = arguments[Selection.take] ?? .max
        let files = IDXFiles(arguments.operands)
        let levels = try arguments.levels(of: nil)
        let labels = try arguments[Selection.labels].map { try Labels(reading: $0, levels: levels) }
        let only = try Selection.wanted(arguments, labels, levels)
        if let table = arguments[Selection.ids] {
            try ItemNumbers.refuseList(table)
            source = try NumberedItems(files, numbers: ItemNumbers.read(table), labels: labels, only: only)
        } else if labels != nil || only != nil {
            source = LabelledItems(files, labels: labels, only: only)
        } else {
            source = files
        }
        if let part = arguments[Selection.part] {
            if !source.canBeReadAgain { try Self.refuseUncounted(arguments.operands) }
            try keep(part)
        }
    }

    /// Keeps one part of what was selected, for which it is counted.
    private mutating func keep(_ part: PartNumber) throws {
        var all = source.rewound()
        let count = min(max(0, try all.skip(.max) - skipped), taken)
        let range = part.range(of: count)
        (skipped, taken) = (skipped + range.lowerBound, range.count)
    }

    /// Throws what is wrong with a file, or `Failure` where none is.
    private static func refuseUncounted(_ paths: [String]) throws {
        for path in paths where path != "-" { _ = try IDXReader(ByteReader.open(path)) }
        throw Failure(
            "--part: items of standard input, or of a pipe, cannot be counted before they are read: name files")
    }

    var canBeReadAgain: Bool { source.canBeReadAgain }

    func rewound() -> SelectedItems {
        var again = self
        again.source = source.rewound()
        again.itemsRead = 0
        return again
    }

    mutating func format() throws -> ItemFormat { try source.format() }

    mutating func next(atMost items: Int) throws -> TensorBatch? {
        if itemsRead == taken { return nil }
        if itemsRead == 0, skipped > 0 { _ = try source.skip(skipped) }
        let batch = try source.next(atMost: min(items, taken - itemsRead))
        itemsRead += batch?.count ?? 0
        return batch
    }
}
