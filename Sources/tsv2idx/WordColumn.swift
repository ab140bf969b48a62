import CommandSupport
import TensorStreams

/// A column of words, numbered as its levels say, or as they come until all are known.
struct WordColumn {
    static let mostWords = 65_536

    private let column: Int
    private let file: String?
    private let known: Levels?
    private var places: [String: Int] = [:]
    private var words: [String] = []

    /// - Parameter file: where its levels are; one that is not there yet is written at the end.
    init(_ column: Int, levels file: String?) throws {
        self.column = column
        self.file = file
        known = try file.flatMap {
            FileIdentity($0) != nil || !ByteWriter.replaces($0) ? try Levels(ByteReader.open($0)) : nil
        }
    }

    /// Whether levels that were there before say how words are numbered.
    var levels: Levels? { known }

    /// Where the word of the row stands among the levels, or among the words that came.
    mutating func place(in table: TableReader) throws -> Int {
        let word = try table.trimmedText(column)
        if let known {
            guard let place = known.place(of: word) else { throw unknown(word, known, table) }
            return place
        }
        if let place = places[word] { return place }
        guard words.count < Self.mostWords else {
            throw Failure(
                "\(place(of: table)): more than \(Self.mostWords) different words; are they names of classes?")
        }
        places[word] = words.count
        words.append(word)
        return words.count - 1
    }

    /// The levels, written where they are to be kept, and where among them each place that was told stands.
    func finish() throws -> (levels: Levels, order: [Int]) {
        if let known { return (known, Array(known.words.indices)) }
        let levels = Levels(of: words, name: file ?? "")
        if let file { try levels.write(to: ByteWriter.create(file)) }
        return (levels, words.compactMap { levels.place(of: $0) })
    }

    private func place(of table: TableReader) -> String {
        "\(table.name): line \(table.line): column \(table.columns[column])"
    }

    private func unknown(_ word: String, _ levels: Levels, _ table: TableReader) -> Failure {
        let some = levels.words.prefix(12).joined(separator: ", ") + (levels.words.count > 12 ? " …" : "")
        return Failure("\(place(of: table)): \"\(word)\" is none of the levels of \(levels.name): \(some)")
    }
}
