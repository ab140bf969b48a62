import CommandSupport
import Embedding
import LinearAlgebra
import TensorStreams
import Threads

@main enum KMeansCommand {
    static let clusters = Option.integer(
        "clusters", short: "k", value: "K", default: 10, in: 1...1_000_000, help: "how many clusters")
    static let restarts = Option.integer(
        "restarts", value: "N", default: 4, in: 1...100_000, help: "starts, of which the best stays")
    static let iterations = Option.integer(
        "iterations", value: "N", default: 300, in: 1...1_000_000, help: "passes over the rows, at most")
    static let centres = Option.text(
        "centers", value: "TABLE", file: .written, help: "write the clusters, their sizes and centres as a table")

    static func main() {
        Command(
            name: "kmeans",
            summary: "Cluster a table's rows round centres (k-means).",
            operands: .optional("FILE"),
            options: [
                clusters, restarts, iterations, centres, StandardOptions.seed, StandardOptions.threads,
                StandardOptions.noHeader, StandardOptions.output, StandardOptions.quiet,
            ],
            details: """
                The coordinates are the columns z1 …, else mu1 …, else pc1 …, else all columns of numbers but id and \
                label. Behind the columns of the table comes cluster, from 0. The inertia, which is the sum of squared \
                distances from the centres, is told on standard error.
                """,
            examples: [
                (
                    "vae-encode m.ckpt t10k-images.gz | kmeans | plot --by cluster > map.png",
                    "ten clusters of latents"
                )
            ], mayReplaceInput: true
        ).run(needing: OpenBLAS.requireMemory, cluster)
    }

    static func cluster(_ arguments: Arguments) throws {
        let table = try PointTable(ByteReader.open(arguments.operands.first ?? "-"))
        let count = arguments[clusters]
        guard count <= table.points.count else {
            let rows = table.points.count == 1 ? "1 row" : "\(table.points.count) rows"
            throw Failure("\(table.name): \(rows), too few for \(count) clusters")
        }
        let outputs = OutputGroup()
        let output = try outputs.create(arguments[StandardOptions.output] ?? "-")
        let centresOutput = try arguments[centres].map { try outputs.create($0) }
        let isQuiet = arguments[StandardOptions.quiet]
        let progress = Progress("clustering", total: arguments[restarts], unit: "starts", quiet: isQuiet)
        let found = KMeans(
            of: table.points, count: count, restarts: arguments[restarts], iterations: arguments[iterations],
            seed: UInt64(arguments[StandardOptions.seed]), team: ThreadTeam(threads: arguments[StandardOptions.threads])
        ) { progress.advance(to: $0) }
        progress.finish()
        let header = !arguments[StandardOptions.noHeader]
        if let centresOutput { try write(found, of: table, header: header, to: centresOutput) }
        try table.write(found.clusters.map { .integer(Int($0)) }, column: "cluster", header: header, to: output)
        try outputs.finish()
        if isQuiet { return }
        if found.emptyClusters > 0 {
            arguments.note("\(found.emptyClusters) clusters have no rows: too few rows differ")
        }
        arguments.note("inertia \(NumberText.of(found.inertia)) after \(found.iterations) passes")
    }

    private static func write(_ found: KMeans, of table: PointTable, header: Bool, to output: ByteWriter) throws {
        var sizes = [Int](repeating: 0, count: found.centres.count)
        for cluster in found.clusters { sizes[Int(cluster)] += 1 }
        var centres = TableWriter(
            output, columns: ["cluster", "rows"] + table.coordinateNames, header: header)
        for cluster in sizes.indices {
            try centres.write(row: [.integer(cluster), .integer(sizes[cluster])], floats: found.centres[cluster])
        }
        try centres.finish()
    }
}
