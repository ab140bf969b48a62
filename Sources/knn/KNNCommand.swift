import CommandSupport
import Embedding
import LinearAlgebra
import MapSupport
import TensorStreams
import Threads

@main enum KNNCommand {
    static let neighbours = Option.integer(
        "neighbors", short: "k", value: "K", default: 15, in: 1...100_000, help: "how many neighbours of each row")
    static let against = Option.text(
        "against", value: "TABLE", defaultText: "the other rows", file: .read,
        help: "look for the neighbours among the rows of another table")

    static let recall = Option.number(
        "recall", value: "R", default: 1, in: 0.01...1,
        help: "the share of the neighbours to find, about: below 1 a faster search finds most of them")

    static func main() {
        Command(
            name: "knn",
            summary: "Find the nearest neighbours of a table's rows.",
            operands: .optional("FILE"),
            options: [
                neighbours, against, recall, StandardOptions.threads, StandardOptions.noHeader,
                StandardOptions.output, StandardOptions.quiet,
            ],
            details: """
                The coordinates are the columns z1 …, else mu1 …, else pc1 …, else all columns of numbers but id and \
                label. A line comes out for each row and neighbour: id and label of the row, rank from 1, neighbor (the \
                id of it), neighbor_label, distance. Rows without an id go by their number from 0.
                """,
            examples: [
                (
                    "vae-encode m.ckpt t10k-images.gz | knn -k 5 > edges.tsv",
                    "the five images that are most like each"
                ),
                ("knn -k 1 --against seen.tsv new.tsv", "the row of another table that is nearest to each row"),
            ]
        ).run(needing: OpenBLAS.requireMemory, find)
    }

    static func find(_ arguments: Arguments) throws {
        let input = arguments.operands.first ?? "-"
        try SharedStreams.refuseTwoInputs([input, arguments[against]])
        let queries = try PointTable(ByteReader.open(input))
        let others = try arguments[against].map { try PointTable(ByteReader.open($0)) }
        let count = arguments[neighbours]
        try check(count, queries, others)
        let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
        let progress = Progress(
            "searching", total: queries.points.count, unit: "rows", quiet: arguments[StandardOptions.quiet])
        let team = ThreadTeam(threads: arguments[StandardOptions.threads])
        var table = NeighbourTable(queries, among: others, header: !arguments[StandardOptions.noHeader], to: output)
        if CellScan.isWorthwhile(queries: queries.points.count, recall: arguments[recall]) {
            let search = CellScan(
                of: queries.points, among: others?.points, neighbours: count, recall: arguments[recall], team: team)
            let found = search.neighbours(team: team) { progress.advance(to: $0) }
            try table.write(found, of: 0..<queries.points.count)
            if !arguments[StandardOptions.quiet] { arguments.tellRecall(found.recall) }
        } else {
            let search = NeighbourScan(of: queries.points, among: others?.points)
            for first in stride(from: 0, to: queries.points.count, by: rows) {
                let range = first..<min(first + rows, queries.points.count)
                try table.write(search.neighbours(of: range, count: count, team: team), of: range)
                progress.advance(to: range.upperBound)
            }
        }
        progress.finish()
        try table.finish()
    }

    /// Rows whose neighbours are written before the next are looked for.
    private static let rows = 16_384

    private static func check(_ count: Int, _ queries: PointTable, _ others: PointTable?) throws {
        if let others, others.points.width != queries.points.width {
            throw Failure(
                "\(queries.name): rows of width \(queries.points.width), where \(others.name) has \(others.points.width)"
            )
        }
        let (table, present) = others.map { ($0, $0.points.count) } ?? (queries, queries.points.count - 1)
        if count <= present { return }
        let rows = table.points.count == 1 ? "1 row" : "\(table.points.count) rows"
        throw Failure(
            "\(table.name): \(rows), too few for \(count) neighbours"
                + (present > 0 ? ": --neighbors \(present) would do" : ""))
    }
}
