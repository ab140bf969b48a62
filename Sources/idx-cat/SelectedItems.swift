import CommandSupport
import TensorStreams

/// The items that the options select, in their order: one pass over the input.
struct SelectedItems {
    private let options: Arguments
    private var source: Source
    private var leftToSkip: Int
    private var leftToTake: Int

    private enum Source {
        case stream(IDXFiles)
        case labelled(LabelledItems)
        case numbered(NumberedItems)
    }

    init(_ arguments: Arguments) throws {
        let files = IDXFiles(arguments.operands)
        let labels = try arguments[IdxCat.labels].map { try Labels(reading: $0) }
        let only = arguments[IdxCat.only].map { Set($0) }
        options = arguments
        leftToSkip = arguments[IdxCat.skip]
        leftToTake = arguments[IdxCat.take] ?? .max
        if let table = arguments[IdxCat.ids] {
            source = .numbered(try NumberedItems(files, numbers: ItemNumbers.read(table), labels: labels, only: only))
        } else if labels != nil || only != nil {
            source = .labelled(LabelledItems(files, labels: labels, only: only))
        } else {
            source = .stream(files)
        }
    }

    /// Whether `rewound()` gives the same items again.
    var canBeReadAgain: Bool {
        switch source {
        case .stream(let files): files.canBeReadAgain
        case .labelled(let items): items.canBeReadAgain
        case .numbered: true
        }
    }

    /// The same items from the first.
    func rewound() -> SelectedItems {
        var again = self
        again.leftToSkip = options[IdxCat.skip]
        again.leftToTake = options[IdxCat.take] ?? .max
        switch source {
        case .stream(let files): again.source = .stream(files.rewound())
        case .labelled(let items): again.source = .labelled(items.rewound())
        case .numbered(let items): again.source = .numbered(items.rewound())
        }
        return again
    }

    mutating func format() throws -> ItemFormat {
        switch source {
        case .stream(var files):
            defer { source = .stream(files) }
            return try files.format()
        case .labelled(var items):
            defer { source = .labelled(items) }
            return try items.format()
        case .numbered(let items): return items.format
        }
    }

    /// The next items; fewer than asked for only at the end, then nil.
    mutating func next(atMost items: Int) throws -> TensorBatch? {
        if leftToTake == 0 { return nil }
        if leftToSkip > 0 {
            try skip(leftToSkip)
            leftToSkip = 0
        }
        let batch = try nextOfSource(atMost: min(items, leftToTake))
        leftToTake -= batch?.count ?? 0
        return batch
    }

    /// All items.
    mutating func all() throws -> TensorBatch {
        let format = try format()
        return try next(atMost: .max) ?? TensorBatch(empty: format)
    }

    private mutating func nextOfSource(atMost items: Int) throws -> TensorBatch? {
        switch source {
        case .stream(var files):
            defer { source = .stream(files) }
            return try files.next(atMost: items)
        case .labelled(var labelled):
            defer { source = .labelled(labelled) }
            return try labelled.next(atMost: items)
        case .numbered(var numbered):
            defer { source = .numbered(numbered) }
            return numbered.next(atMost: items)
        }
    }

    private mutating func skip(_ items: Int) throws {
        if case .stream(var files) = source {
            _ = try files.skip(items)
            source = .stream(files)
            return
        }
        var left = items
        while left > 0, let batch = try nextOfSource(atMost: min(left, 4096)) { left -= batch.count }
    }
}
