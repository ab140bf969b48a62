import TensorStreams

/// Words, numbered as a file of levels says, or as they come until all are known.
public struct WordNumbering {
    public static let mostWords = 65_536

    private let file: String?
    private let outputs: OutputGroup
    /// The levels that were there before, and say how words are numbered.
    public let known: Levels?
    private var places: [String: Int] = [:]
    private var words: [String] = []

    /// - Parameters:
    ///   - file: where the levels are; one that is not there yet is written at the end. Throws as `Levels` does.
    ///   - outputs: what it is to appear with.
    public init(levels file: String?, with outputs: OutputGroup) throws {
        (self.file, self.outputs) = (file, outputs)
        known = try file.flatMap {
            FileIdentity($0) != nil || !ByteWriter.replaces($0) ? try Levels(ByteReader.open($0)) : nil
        }
    }

    /// Where the word stands among the levels, or among the words that came. Throws `Failure`, which says where it came from,
    /// for a word that is none of the levels, and for one too many.
    public mutating func place(of word: String, from origin: @autoclosure () -> String) throws -> Int {
        if let known {
            guard let place = known.place(of: word) else { throw Self.unknown(word, known, origin()) }
            return place
        }
        if let place = places[word] { return place }
        guard words.count < Self.mostWords else {
            throw Failure("\(origin()): more than \(Self.mostWords) different words; are they names of classes?")
        }
        places[word] = words.count
        words.append(word)
        return words.count - 1
    }

    /// The levels, written where they are to be kept, and where among them each place that was told stands.
    public func finish() throws -> (levels: Levels, order: [Int]) {
        if let known { return (known, Array(known.words.indices)) }
        let levels = Levels(of: words, name: file ?? "")
        if let file { try levels.write(to: outputs.create(file)) }
        return (levels, words.compactMap { levels.place(of: $0) })
    }

    /// The labels of words that were told, by their places: a stream of the smallest type that all levels fit.
    public func labels(of places: [Int]) throws -> TensorBatch {
        let (levels, order) = try finish()
        let type: ElementType = levels.labels.allSatisfy { 0...255 ~= $0 } ? .u8 : .i32
        return TensorBatch(
            format: ItemFormat(type: type, shape: []), integers: places.map { levels.labels[order[$0]] })
    }

    private static func unknown(_ word: String, _ levels: Levels, _ origin: String) -> Failure {
        Failure("\(origin): \"\(word)\" is none of the levels of \(levels.name): \(levels.firstWords)")
    }
}
