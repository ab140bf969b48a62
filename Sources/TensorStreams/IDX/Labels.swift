/// The labels of a stream's items, whole in memory.
public struct Labels: Sendable {
    public let name: String
    public let values: [Int]

    /// Reads a stream of scalars, or of items of one value. Throws `LabelsError`, `IDXError` or `FileError`.
    public init(reading path: String) throws {
        var reader = IDXReader(try ByteReader.open(path))
        name = reader.name
        let format = try reader.requiredFormat()
        guard format.valuesPerItem == 1 else { throw LabelsError.notLabels(name, format) }
        do { values = try reader.all().integers() } catch let error as NotAnInteger {
            throw LabelsError.notWhole(name, error)
        }
    }

    /// The label of an item; an error where there are fewer labels than that. `items` is what the items are called.
    public func label(of item: Int, in items: String) throws -> Int {
        guard item < values.count else { throw LabelsError.tooFew(labels: name, values.count, items: items) }
        return values[item]
    }

    /// The labels of some items in a row; an error where there are fewer. `stream` is what the items are called.
    public func values(of items: Range<Int>, in stream: String) throws -> [Int] {
        guard items.upperBound <= values.count else {
            throw LabelsError.tooFew(labels: name, values.count, items: stream)
        }
        return Array(values[items])
    }

    /// Checks that all labels were used: there are as many as `count` items.
    public func checkCount(_ count: Int, of items: String) throws {
        guard count == values.count else {
            throw LabelsError.countDiffers(labels: name, values.count, items: items, count)
        }
    }
}

/// Labels that do not fit the items.
public enum LabelsError: Error, CustomStringConvertible {
    case notLabels(String, ItemFormat)
    case notWhole(String, NotAnInteger)
    case countDiffers(labels: String, Int, items: String, Int)
    case tooFew(labels: String, Int, items: String)
    case needed(String, ItemFormat)
    case oneClass(String, Int)
    case notAClass(String, item: Int, label: Int, classes: Int)

    public var description: String {
        switch self {
        case .notLabels(let name, let format) where format.shape.count == 1:
            "\(name): each label is \(format.shapeText) values; one is expected: "
                + "y.argmax(1) in NumPy makes it of one-hot labels, before npy2idx"
        case .notLabels(let name, let format): "\(name): \(format) items, not labels"
        case .notWhole(let name, let error): "\(name): \(error)"
        case .countDiffers(let labels, let labelCount, let items, let itemCount):
            "\(labels): \(labelCount) labels for the \(itemCount) items of \(items)"
        case .tooFew(let labels, let count, let items):
            "\(labels): \(count) labels, but \(items) has more items"
        case .needed(let name, let format): "\(name): \(format) items are no labels: name their labels with --labels"
        case .oneClass(let name, let label):
            "\(name): every label is \(label), but there is nothing to tell apart in fewer than two classes"
        case .notAClass(let name, let item, let label, let classes):
            "\(name): item \(item): label \(label) is none of the classes 0 to \(classes - 1)"
        }
    }
}
