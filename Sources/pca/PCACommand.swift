import CommandSupport
import Embedding
import LinearAlgebra
import TensorStreams

@main enum PCACommand {
    static let components = Option.integer(
        "components", value: "K", default: 2, in: 1...4096, help: "how many components")
    static let images = Option.flag("images", help: "the input is a stream of images, each value a coordinate")
    static let labels = StandardOptions.labels(help: "with --images: their labels, IDX or text")

    static func main() {
        Command(
            name: "pca",
            summary: "Replace the coordinates of a table's rows by their principal components.",
            operands: .optional("FILE"),
            options: [
                components, images, labels, StandardOptions.levels, StandardOptions.noHeader, StandardOptions.output,
                StandardOptions.quiet,
            ],
            details: """
                The coordinates are the columns z1 …, else mu1 …, else pc1 …, else all columns of numbers but id and \
                label. In their place come pc1, pc2 …; other columns stay. The share of the variance that they hold \
                is told on standard error.
                """,
            examples: [
                ("vae-encode m.ckpt t10k-images.gz | pca | plot > plane.png", "the plane in which latents vary most"),
                ("pca --images --components 12 t10k-images.gz | tsne | plot > map.png", "a map without a model"),
            ], mayReplaceInput: true
        ).run(needing: OpenBLAS.requireMemory, reduce)
    }

    static func reduce(_ arguments: Arguments) throws {
        if arguments.isGiven(labels) && !arguments[images] { throw UsageError("--labels goes with --images") }
        if arguments.isGiven(StandardOptions.levels) && !arguments.isGiven(labels) {
            throw UsageError("--levels goes with --labels")
        }
        if arguments[images] {
            try SharedStreams.refuseReplacing(arguments.operands + ["-"], by: [arguments[StandardOptions.output]])
            try Terminal.refuseTerminalInput(from: arguments.operands.first)
        }
        let bytes = try ByteReader.open(arguments.operands.first ?? "-")
        let levels = PixelLevels(name: bytes.name)
        let table =
            try arguments[images]
            ? PointTable(images: bytes, labels: arguments.labels(labels), levels: levels) : PointTable(bytes)
        arguments.noteLevels(levels)
        let count = arguments[components]
        guard count <= table.points.width else {
            let coordinates = table.points.width == 1 ? "1 coordinate" : "\(table.points.width) coordinates"
            throw Failure("\(table.name): \(count) components asked for, of \(coordinates)")
        }
        let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
        let found: PrincipalComponents
        do {
            found = try PrincipalComponents(of: table.points, count: count)
        } catch let error as EmbeddingError {
            throw Failure("\(table.name): \(error)")
        }
        try table.write(
            found.scores(of: table.points), columns: (1...count).map { "pc\($0)" },
            header: !arguments[StandardOptions.noHeader], to: output)
        if !arguments[StandardOptions.quiet] { arguments.note(summary(found, of: table.points)) }
    }

    private static func summary(_ found: PrincipalComponents, of points: Points) -> String {
        guard found.totalVariance > 0, !points.areAllEqual else { return "all rows are the same" }
        let share = found.variances.reduce(0, +) / found.totalVariance
        let holders = found.count == 1 ? "1 component holds" : "\(found.count) components hold"
        return "\(holders) \(NumberText.of((share * 1000).rounded() / 10))% of the variance"
    }
}
