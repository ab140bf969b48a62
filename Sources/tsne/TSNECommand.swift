import CommandSupport
import Embedding
import LinearAlgebra
import MapSupport
import TensorStreams
import Threads

@main enum TSNECommand {
    static let perplexity = Option.number(
        "perplexity", value: "P", default: 30, in: 1...10_000, help: "about how many neighbours a point keeps near")
    static let iterations = Option.integer(
        "iterations", value: "N", default: 750, in: 1...1_000_000,
        help: "steps in all; a third of them, at most 250, exaggerate")
    static let exaggeration = Option.number(
        "exaggeration", value: "E", default: 12, in: 1...1000,
        help: "what attraction is multiplied by in the first steps")
    static let theta = Option.number(
        "theta", value: "T", default: 0.5, in: 0...1,
        help: "how coarsely far points are taken together; 0 is exact")

    static func main() {
        Command(
            name: "tsne",
            summary: "Lay the rows of a table out in the plane, so that neighbours stay neighbours (t-SNE).",
            operands: .optional("FILE"),
            options: [
                perplexity, iterations, exaggeration, theta, MapOptions.recall, MapOptions.trustworthiness,
                StandardOptions.seed, StandardOptions.threads, StandardOptions.noHeader, StandardOptions.output,
                StandardOptions.quiet,
            ],
            details: """
                The coordinates are the columns z1 …, else mu1 …, else pc1 …, else all columns of numbers but id and \
                label. In their place come tsne1 and tsne2; other columns stay. The divergence reached is told on \
                standard error.
                """,
            examples: [
                (
                    "vae-encode m.ckpt t10k-images.gz --labels t10k-labels.gz | tsne | plot > map.png",
                    "a map of the latents, coloured by digit"
                )
            ], mayReplaceInput: true
        ).run(needing: OpenBLAS.requireMemory, embed)
    }

    static func embed(_ arguments: Arguments) throws {
        let table = try PointTable(ByteReader.open(arguments.operands.first ?? "-"))
        let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
        var settings = TSNESettings()
        settings.perplexity = arguments[perplexity]
        settings.iterations = arguments[iterations]
        settings.exaggeration = arguments[exaggeration]
        settings.theta = arguments[theta]
        settings.recall = arguments[MapOptions.recall]
        settings.seed = UInt64(arguments[StandardOptions.seed])
        let progress = Progress(
            "embedding", total: settings.iterations, unit: "steps", quiet: arguments[StandardOptions.quiet])
        let team = ThreadTeam(threads: arguments[StandardOptions.threads])
        let picture: TSNE
        do {
            picture = try TSNE(of: table.points, settings, team: team) { step, divergence in
                progress.advance(to: step, note: divergence.map { "divergence \(Arguments.rounded($0))" } ?? "")
            }
        } catch let error as EmbeddingError {
            throw Failure("\(table.name): \(error)")
        }
        progress.finish()
        let places = Points(width: 2, values: picture.places.flatMap { [$0.x, $0.y] })
        try table.write(
            places.values, columns: ["tsne1", "tsne2"],
            header: !arguments[StandardOptions.noHeader], to: output)
        arguments.tell(
            of: places, "picture", for: table.points, indistinct: picture.indistinctPoints, recall: picture.recall,
            team: team)
        if arguments[StandardOptions.quiet] { return }
        arguments.note("divergence \(Arguments.rounded(picture.divergence)) after \(settings.iterations) steps")
    }
}
