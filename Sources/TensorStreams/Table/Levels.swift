/// Words, each with the label that stands for it: what the numbers of a label stream mean.
public struct Levels: Sendable, Equatable {
    /// How messages call them.
    public let name: String
    public let labels: [Int]
    /// The word of each label.
    public let words: [String]
    private let places: [String: Int]

    /// Different words, numbered from 0 in their order by code points, or by size where all of them are numbers.
    public init(of words: some Collection<String>, name: String) {
        let numbers = words.compactMap { word in NumberText.double(word).map { (number: $0, word: word) } }
        let isNumeric = numbers.count == words.count
        let sorted =
            isNumeric
            ? numbers.sorted { ($0.number, $0.word) < ($1.number, $1.word) }.map(\.word)
            : words.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
        self.init(inOrder: sorted, name: name)
    }

    /// Different words, numbered from 0 in this order.
    public init(inOrder words: [String], name: String) {
        (self.name, self.words) = (name, words)
        labels = Array(words.indices)
        places = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, $0) })
    }

    /// Reads the columns `label`, whole numbers of 32 bits, and `name` of a table. Throws `LevelsError`, `TableError` or
    /// `FileError`.
    public init(_ bytes: ByteReader) throws {
        var table = try TableReader(bytes)
        let (labelColumn, wordColumn) = (try table.index(of: "label"), try table.index(of: "name"))
        var (labels, words): ([Int], [String]) = ([], [])
        var (seen, places): (Set<Int>, [String: Int]) = ([], [:])
        while try table.advance() {
            let (label, word) = (try table.integer(labelColumn), try table.trimmedText(wordColumn))
            guard Int32(exactly: label) != nil, seen.insert(label).inserted, !word.isEmpty, places[word] == nil else {
                throw LevelsError.damaged(table.name, line: table.line, label: label, word: word)
            }
            places[word] = words.count
            labels.append(label)
            words.append(word)
        }
        guard !words.isEmpty else { throw LevelsError.empty(table.name) }
        (name, self.labels, self.words, self.places) = (table.name, labels, words, places)
    }

    /// Where among the words one stands; nil where it is none of them.
    public func place(of word: String) -> Int? { places[word] }

    /// The label of a word; nil where it has none.
    public func label(of word: String) -> Int? { places[word].map { labels[$0] } }

    /// The words of so many classes, which are numbered from 0.
    ///
    /// - Throws: `LevelsError` where one has none.
    public func classNames(_ classes: Int) throws -> [String] {
        let words = wordsByLabel
        return try (0..<classes).map { label in
            guard let word = words[label] else { throw LevelsError.namelessClass(name, label: label) }
            return word
        }
    }

    /// The words by their labels.
    public var wordsByLabel: [Int: String] { Dictionary(uniqueKeysWithValues: zip(labels, words)) }

    /// The first dozen of the words, for messages.
    public var firstWords: String { words.prefix(12).joined(separator: ", ") + (words.count > 12 ? " …" : "") }

    /// Writes them as the table that is read.
    public func write(to bytes: ByteWriter) throws {
        var table = TableWriter(bytes, columns: ["label", "name"])
        for (label, word) in zip(labels, words) { try table.write(row: [.integer(label), .text(word)]) }
        try table.finish()
    }
}

/// Levels that cannot be used.
public enum LevelsError: Error, Equatable, CustomStringConvertible {
    case empty(String)
    case namelessClass(String, label: Int)
    case damaged(String, line: Int, label: Int, word: String)

    public var description: String {
        switch self {
        case .empty(let name): "\(name): no labels with their names"
        case .namelessClass(let name, let label):
            "\(name): class \(label) has no name; classes are numbered from 0, without gaps"
        case .damaged(let name, let line, let label, ""): "\(name): line \(line): label \(label) has no name"
        case .damaged(let name, let line, let label, _) where Int32(exactly: label) == nil:
            "\(name): line \(line): label \(label) does not fit in 32 bits"
        case .damaged(let name, let line, let label, let word):
            "\(name): line \(line): label \(label) or its name \(word) has stood before; each stands once"
        }
    }
}
