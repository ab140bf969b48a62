import CommandSupport
import Ranking
import TensorStreams

/// The scores of a table's rows, and which rows are looked for.
struct ScoredRows {
    let name: String
    /// −1 where low scores tell what is looked for, and are ranked with their signs changed.
    let sign: Double
    /// By the names of the scores.
    let ranked: [(score: String, RankedScores)]

    /// - Throws: `TableError`, `FileError`, or `Failure` where there is no score or nothing to tell apart.
    init(_ path: String, _ arguments: Arguments) throws {
        var table = try TableReader(ByteReader.open(path))
        name = table.name
        let label = try table.index(of: arguments[ScoreOptions.label] ?? "label")
        let positive = arguments[ScoreOptions.positive] ?? "1"
        sign = arguments[ScoreOptions.lower] ? -1 : 1
        guard try table.advance() else { throw Failure("\(name): the table has no rows") }
        let places = try Self.places(arguments[ScoreOptions.scores], of: table, label: label)
        var (scores, areLookedFor) = ([[Double]](repeating: [], count: places.count), [Bool]())
        repeat {
            areLookedFor.append(try table.trimmedText(label) == positive)
            for (score, place) in places.enumerated() { scores[score].append(sign * (try table.number(place))) }
        } while try table.advance()
        try Self.check(areLookedFor, positive: positive, label: table.columns[label], of: name)
        ranked = zip(places, scores).map {
            (table.columns[$0], RankedScores($1, areLookedFor: areLookedFor))
        }
    }

    /// The columns of scores: those named, or all whose first row holds a number.
    private static func places(_ names: [String]?, of table: TableReader, label: Int) throws -> [Int] {
        if let names { return try names.map { try table.index(of: $0) } }
        let places = table.columns.indices.filter {
            $0 != label && !["id", "label", ""].contains(table.columns[$0]) && table.isNumeric($0)
        }
        if places.isEmpty { throw Failure("\(table.name): no column of scores: --score names some") }
        return places
    }

    private static func check(_ areLookedFor: [Bool], positive: String, label: String, of name: String) throws {
        guard !areLookedFor.contains(true) || !areLookedFor.contains(false) else { return }
        let rows = areLookedFor[0] ? "all rows have" : "no row has"
        throw Failure(
            "\(name): \(rows) the label \(positive) in the column \(label), so that there is nothing to tell apart: "
                + "--positive names the label of those that are looked for")
    }
}
