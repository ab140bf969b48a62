import TensorStreams

/// Items of a stream whose labels are among those wanted. Items of one value without labels of their own are their own
/// labels.
struct LabelledItems: ItemSource {
    private var files: IDXFiles
    private let labels: Labels?
    private let only: Set<Int>?
    private var itemsRead = 0

    init(_ files: IDXFiles, labels: Labels?, only: Set<Int>?) {
        self.files = files
        self.labels = labels
        self.only = only
    }

    var canBeReadAgain: Bool { files.canBeReadAgain }

    func rewound() -> LabelledItems { LabelledItems(files.rewound(), labels: labels, only: only) }

    mutating func format() throws -> ItemFormat {
        let format = try files.format()
        if labels == nil, format.valuesPerItem != 1 { throw LabelsError.needed(files.name, format) }
        return format
    }

    mutating func next(atMost items: Int) throws -> TensorBatch? {
        let chunk = try format().itemsPerBatch
        var selected: TensorBatch?
        while selected?.count ?? 0 < items {
            let wanted = items - (selected?.count ?? 0)
            guard let batch = try files.next(atMost: min(wanted, chunk)) else {
                try checkEnd()
                break
            }
            let kept = try kept(of: batch)
            if selected == nil { selected = kept } else { selected?.append(kept) }
        }
        return selected.flatMap { $0.count == 0 ? nil : $0 }
    }

    private mutating func kept(of batch: TensorBatch) throws -> TensorBatch {
        let range = itemsRead..<itemsRead + batch.count
        itemsRead = range.upperBound
        let values: ArraySlice<Int>
        if let labels {
            if labels.values.count < range.upperBound { throw try countDiffers(labels) }
            values = labels.values[range]
        } else {
            do { values = try batch.integers()[...] } catch let error as NotAnInteger {
                throw LabelsError.notWhole(files.name, error)
            }
        }
        guard let only else { return batch }
        return batch.items(at: (0..<batch.count).filter { only.contains(values[values.startIndex + $0]) })
    }

    private mutating func checkEnd() throws {
        if let labels, labels.values.count != itemsRead { throw try countDiffers(labels) }
    }

    /// The error with both counts, for which the items are counted to the end.
    private mutating func countDiffers(_ labels: Labels) throws -> LabelsError {
        let name = files.name
        let total = itemsRead + (try files.skip(.max))
        return .countDiffers(labels: labels.name, labels.values.count, items: name, total)
    }
}
