import TensorStreams

/// Items that can be asked for in batches, and from the beginning again.
protocol ItemSource {
    /// Whether `rewound()` gives the same items again; not so for a pipe.
    var canBeReadAgain: Bool { get }

    /// The same items from the first.
    func rewound() -> Self

    /// Type and shape of the items.
    mutating func format() throws -> ItemFormat

    /// The next items; fewer than asked for only at the end, then nil.
    mutating func next(atMost items: Int) throws -> TensorBatch?

    /// Passes over `items` items, or to the end where there are fewer; returns how many there were.
    mutating func skip(_ items: Int) throws -> Int
}

extension ItemSource {
    mutating func skip(_ items: Int) throws -> Int {
        var skipped = 0
        while skipped < items, let batch = try next(atMost: min(items - skipped, 4096)) { skipped += batch.count }
        return skipped
    }

    /// All items that are left.
    mutating func all() throws -> TensorBatch {
        let format = try format()
        return try next(atMost: .max) ?? TensorBatch(empty: format)
    }
}

extension IDXFiles: ItemSource {}
