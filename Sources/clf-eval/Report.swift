import CommandSupport
import TensorStreams
import VAEKit

/// The table that was asked for, as it grows with every batch or is written at the end.
struct Report {
    private enum Kind {
        case metrics, perItem, confusion, features
    }

    private let kind: Kind
    private let classes: Int
    private let features: Int
    private var table: TableWriter
    private var total = ClassifierLoss()
    /// For each label how often each class was predicted.
    private var confusions: [Int: [Int: Int]] = [:]

    /// - Parameter leading: the columns of an item's number and label.
    init(_ arguments: Arguments, model: Classifier, leading: [String], to output: ByteWriter) throws {
        (classes, features) = (model.description.classes, model.featureCount)
        let columns: [String]
        if arguments[ClfEval.perItem] {
            kind = .perItem
            let loss = leading.contains("label") ? ["loss"] : []
            columns = leading + ["predicted"] + loss + (0..<classes).map { "p\($0)" }
        } else if arguments[ClfEval.confusion] {
            kind = .confusion
            columns = ["label"] + (0..<classes).map { String($0) }
        } else if arguments[ClfEval.features] {
            kind = .features
            columns = leading + (1...features).map { "f\($0)" }
        } else {
            kind = .metrics
            columns = ["metric", "value"]
        }
        table = TableWriter(output, columns: columns, header: !arguments[StandardOptions.noHeader])
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
                    row: leading[item] + [.integer(predicted)] + loss,
                    floats: result.probabilities[item * classes..<(item + 1) * classes])
            case .features:
                try table.write(row: leading[item], floats: result.features[item * features..<(item + 1) * features])
            case .confusion: confusions[labels[item], default: [:]][predicted, default: 0] += 1
            case .metrics:
                total.items += 1
                total.loss += Double(result.losses[item])
                total.correct += predicted == labels[item] ? 1 : 0
            }
        }
    }

    mutating func finish() throws {
        switch kind {
        case .perItem, .features: break
        case .confusion:
            for label in 0..<classes {
                let row = confusions[label] ?? [:]
                try table.write(row: [.integer(label)] + (0..<classes).map { .integer(row[$0] ?? 0) })
            }
        case .metrics:
            try table.write(row: [.text("loss"), .float(Float(total.mean.loss))])
            try table.write(row: [.text("accuracy"), .float(Float(total.mean.accuracy))])
            try table.write(row: [.text("n"), .integer(total.items)])
        }
        try table.finish()
    }
}
