import CommandSupport
import Embedding
import LinearAlgebra
import MapSupport
import TensorStreams
import Threads

@main enum UMAPCommand {
    static let neighbours = Option.integer(
        "neighbors", short: "k", value: "K", default: 15, in: 2...10_000,
        help: "how many points, itself among them, a point is near to")
    static let minimalDistance = Option.number(
        "min-dist", value: "D", default: 0.1, in: 0...1000, help: "how near points of the map may come to one another")
    static let spread = Option.number(
        "spread", value: "S", default: 1, in: 0.001...1000, help: "how far apart the points of a clump lie, about")
    static let epochs = Option.integer(
        "epochs", value: "N", in: 1...1_000_000, defaultText: "500 for up to 10000 rows, else 200",
        help: "passes over the pairs of neighbours")
    static let dimensions = Option.integer(
        "dims", short: "d", value: "D", default: 2, in: 1...1000, help: "how many coordinates the map has")

    static func main() {
        Command(
            name: "umap",
            summary: "Lay the rows of a table out in the plane, so that neighbours stay neighbours (UMAP).",
            operands: .optional("FILE"),
            options: [
                neighbours, minimalDistance, spread, epochs, dimensions, MapOptions.recall,
                MapOptions.trustworthiness, StandardOptions.seed, StandardOptions.threads, StandardOptions.noHeader,
                StandardOptions.output, StandardOptions.quiet,
            ],
            details: """
                The coordinates are the columns z1 …, else mu1 …, else pc1 …, else all columns of numbers but id and \
                label. In their place come umap1, umap2 …; other columns stay.
                """,
            examples: [
                (
                    "vae-encode m.ckpt t10k-images.gz --labels t10k-labels.gz | umap | plot > map.png",
                    "a map of the latents, coloured by digit"
                )
            ], mayReplaceInput: true
        ).run(needing: OpenBLAS.requireMemory, embed)
    }

    static func embed(_ arguments: Arguments) throws {
        if arguments[minimalDistance] > 3 * arguments[spread] {
            throw UsageError("--min-dist must be no more than three times --spread")
        }
        let table = try PointTable(ByteReader.open(arguments.operands.first ?? "-"))
        let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
        let settings = settings(arguments)
        let progress = Progress(
            "embedding", total: settings.epochs(of: table.points.count), unit: "epochs",
            quiet: arguments[StandardOptions.quiet])
        let team = ThreadTeam(threads: arguments[StandardOptions.threads])
        let map: UMAP
        do {
            map = try UMAP(of: table.points, settings, team: team) { progress.advance(to: $0) }
        } catch let error as EmbeddingError {
            throw Failure("\(table.name): \(error)")
        }
        progress.finish()
        try table.write(
            map.places.values, columns: (1...settings.dimensions).map { "umap\($0)" },
            header: !arguments[StandardOptions.noHeader], to: output)
        arguments.tell(
            of: map.places, "map", for: table.points, indistinct: map.indistinctPoints, recall: map.recall, team: team)
    }

    private static func settings(_ arguments: Arguments) -> UMAPSettings {
        var settings = UMAPSettings()
        settings.neighbours = arguments[neighbours]
        settings.minimalDistance = arguments[minimalDistance]
        settings.spread = arguments[spread]
        settings.epochs = arguments[epochs]
        settings.dimensions = arguments[dimensions]
        settings.recall = arguments[MapOptions.recall]
        settings.seed = UInt64(arguments[StandardOptions.seed])
        return settings
    }
}
