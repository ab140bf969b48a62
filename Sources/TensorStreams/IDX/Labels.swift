/// The labels of a stream's items, whole in memory.
public struct Labels: Sendable {
    public let name: String
    public let values: [Int]
    /// The words that they stand for, where there are such.
    public let levels: Levels?
    /// Whether the words were numbered as they were found, for want of levels.
    public let areNumberedHere: Bool
    private let words: [Int: String]

    /// Reads a stream of scalars, or of items of one value; or a text with a label on each line, or a table or CSV with a
    /// column `label`.
    ///
    /// - Parameter levels: the words of labels; without, the words of a text are numbered in their order.
    /// - Throws: `LabelsError`, `IDXError`, `TableError` or `FileError`.
    public init(reading path: String, levels: Levels? = nil) throws {
        try self.init(reading: ByteReader.open(path), levels: levels)
    }

    /// Reads them to the end of the bytes.
    public init(reading bytes: ByteReader, levels: Levels? = nil) throws {
        let beginning = try bytes.unpackedBeginning(FileKind.length)
        // A stream begins with a zero; too few bytes have no kind.
        let isText = FileKind(start: beginning) == .text || beginning.count < 4 && beginning.first ?? 0 != 0
        let found = isText ? try LabelText(bytes, levels) : LabelText(values: try Self.stream(bytes), levels: levels)
        (name, values, self.levels) = (bytes.name, found.values, found.levels)
        areNumberedHere = levels == nil && found.levels != nil
        words = found.levels?.wordsByLabel ?? [:]
        if let levels, let item = values.firstIndex(where: { words[$0] == nil }) {
            throw LabelsError.nameless(name, item: item, label: values[item], levels: levels.name)
        }
    }

    private static func stream(_ bytes: ByteReader) throws -> [Int] {
        var reader = IDXReader(bytes)
        let format = try reader.requiredFormat()
        guard format.valuesPerItem == 1 else { throw LabelsError.notLabels(bytes.name, format) }
        do { return try reader.all().integers() } catch let error as NotAnInteger {
            throw LabelsError.notWhole(bytes.name, error)
        }
    }

    /// How a label is shown: its word, or itself.
    public func shown(_ label: Int) -> TableValue { words[label].map { .text($0) } ?? .integer(label) }

    /// The same as text.
    public func text(of label: Int) -> String { words[label] ?? String(label) }

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
    case nameless(String, item: Int, label: Int, levels: String)
    case unknownWord(String, line: Int, word: String, levels: String?)
    case unnumbered(String)
    case otherWord(String, label: Int, word: String, expected: String)

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
        case .nameless(let name, let item, let label, let levels):
            "\(name): item \(item): label \(label) has no name in \(levels)"
        case .unknownWord(let name, let line, "", _): "\(name): line \(line): a label is missing"
        case .unknownWord(let name, let line, let word, let levels):
            "\(name): line \(line): \(word) is none of the levels of \(levels ?? name)"
        case .unnumbered(let name): "\(name): its labels are words: --levels FILE says which number each stands for"
        case .otherWord(let name, let label, let word, let expected):
            "\(name): label \(label) is \(word), but \(expected) to the model: --levels FILE says how words are numbered"
        }
    }
}
