import CommandSupport
import TensorStreams

/// What rows the items of a stream become.
struct ItemRows {
    /// Names of the columns.
    let columns: [String]
    private let name: String
    private let labels: Labels?
    /// The words of the items, which are labels where they have none.
    private let words: Levels?
    private let wordsByLabel: [Int: String]

    /// Throws `Failure` where the items are no rows, or no labels although there are levels of such.
    init(_ format: ItemFormat, of name: String, labels: Labels?, words: Levels?, names: [String]?) throws {
        let width = format.valuesPerItem
        guard format.shape.count <= 1 else {
            throw Failure("\(name): items of the shape \(format.shapeText) are no rows of a table")
        }
        let areLabels = width == 1 && !format.type.isFloatingPoint
        if words != nil, labels == nil, !areLabels {
            throw Failure("\(name): --levels names labels, and its items are none")
        }
        if let names, names.count != width {
            throw Failure(
                "\(name): \(names.count == 1 ? "1 name" : "\(names.count) names") for \(width == 1 ? "1 column" : "\(width) columns")"
            )
        }
        let own = names ?? (areLabels && labels == nil ? ["label"] : (1...width).map { "c\($0)" })
        columns = (labels == nil ? [] : ["label"]) + own
        (self.name, self.labels, self.words) = (name, labels, words)
        wordsByLabel = words?.wordsByLabel ?? [:]
    }

    /// The rows of a batch, whose first item has this number.
    func rows(of batch: TensorBatch, first: Int) throws -> [[TableValue]] {
        if labels == nil, let words {
            return try batch.integers().enumerated().map { [try word($1, item: first + $0, of: words)] }
        }
        let (values, width) = (try batch.tableValues().map(shown), batch.format.valuesPerItem)
        return try (0..<batch.count).map { item in
            try leading(first + item) + values[item * width..<(item + 1) * width]
        }
    }

    /// Tables leave a field empty where there is no number.
    private func shown(_ value: TableValue) -> TableValue {
        switch value {
        case .float(let number) where number.isNaN: .text("")
        case .double(let number) where number.isNaN: .text("")
        default: value
        }
    }

    private func leading(_ item: Int) throws -> [TableValue] {
        guard let labels else { return [] }
        return [labels.shown(try labels.label(of: item, in: name))]
    }

    private func word(_ label: Int, item: Int, of words: Levels) throws -> TableValue {
        guard let word = wordsByLabel[label] else {
            throw LabelsError.nameless(name, item: item, label: label, levels: words.name)
        }
        return .text(word)
    }
}
