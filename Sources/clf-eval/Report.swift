import TensorStreams
import VAEKit

/// The table that was asked for, as it grows with every batch or is written at the end.
struct Report {
    enum Kind {
        case metrics, perItem, confusion, features
    }

    private let kind: Kind
    private let classes: Int
    /// What classes are called, where they have names.
    private let names: [String]?
    private let features: Int
    private var table: TableWriter
    private var total: BatchLoss
    /// For each label how often each class was predicted.
    private var confusions: [Int: [Int: Int]] = [:]

    /// - Parameters:
    ///   - names: of its classes, where they have such.
    ///   - leading: the columns of an item's number and label.
    ///   - header: whether the table has a header line.
    init(_ kind: Kind, model: Classifier, names: [String]?, leading: [String], header: Bool, to output: ByteWriter) {
        self.kind = kind
        (classes, features, self.names) = (model.description.classes, model.featureCount, names)
        let shown = names ?? (0..<model.description.classes).map { String($0) }
        total = BatchLoss(model.terms)
        let columns =
            switch kind {
            case .metrics: ["metric", "value"]
            case .perItem:
                leading + ["predicted"] + (leading.contains("label") ? ["loss"] : [])
                    + shown.map { names == nil ? "p\($0)" : "p_\($0)" }
            case .confusion: ["label"] + shown
            case .features: leading + (1...features).map { "f\($0)" }
            }
        table = TableWriter(output, columns: columns, header: header)
    }

    /// Takes in a batch; `labels` is empty where there are none.
    mutating func add(
        _ result: ClassifierEvaluator.Classification, leading: [[TableValue]], labels: [Int]
    ) throws {
        for item in result.classes.indices {
            let predicted = result.classes[item]
            switch kind {
            case .perItem:
                let loss = labels.isEmpty ? [] : [TableValue.float(result.losses[item])]
                try table.write(
                    row: leading[item] + [shown(predicted)] + loss,
                    floats: result.probabilities[item * classes..<(item + 1) * classes])
            case .features:
                try table.write(row: leading[item], floats: result.features[item * features..<(item + 1) * features])
            case .confusion: confusions[labels[item], default: [:]][predicted, default: 0] += 1
            case .metrics: break
            }
        }
        if kind == .metrics { total += result.loss(terms: total.names, labels: labels) }
    }

    mutating func finish() throws {
        switch kind {
        case .perItem, .features: break
        case .confusion:
            for label in 0..<classes {
                let row = confusions[label] ?? [:]
                try table.write(row: [shown(label)] + (0..<classes).map { .integer(row[$0] ?? 0) })
            }
        case .metrics:
            for (name, value) in zip(["loss"] + total.names, total.mean.values) {
                try table.write(row: [.text(name), .float(Float(value))])
            }
            try table.write(row: [.text("n"), .integer(total.items)])
        }
        try table.finish()
    }

    /// The name of a class, or its number.
    private func shown(_ label: Int) -> TableValue { names.map { .text($0[label]) } ?? .integer(label) }
}
