import CommandSupport
import LinearAlgebra
import TensorStreams
import Threads

@main enum ZDensity {
    static let byLabel = Option.flag("by-label", help: "each row's density among the rows of its own label")

    static func main() {
        Command(
            name: "z-density",
            summary: "Add to a table of latents the logarithm of each row's density.",
            operands: .required("DENSITY") + .optional("FILE"),
            options: [
                byLabel, StandardOptions.threads, StandardOptions.noHeader, StandardOptions.output,
            ],
            details: """
                DENSITY is a file of z-fit. Behind the columns of the table comes log_density, in nats: the lower, the \
                stranger the row.
                """,
            examples: [
                (
                    "vae-encode m.ckpt t10k-images.gz | z-density d.safetensors > likely.tsv",
                    "how likely each image's latent is"
                )
            ]
        ).run(needing: OpenBLAS.requireMemory, add)
    }

    static func add(_ arguments: Arguments) throws {
        let input = arguments.operands.count > 1 ? arguments.operands[1] : "-"
        try SharedStreams.refuseTwoInputs([arguments.operands[0], input])
        let team = ThreadTeam(threads: arguments[StandardOptions.threads])
        let density = try rowDensity(reading: arguments.operands[0], team: team)
        if arguments[byLabel] && density.labels.isEmpty {
            throw Failure(
                "\(arguments.operands[0]): its density is of all labels together: z-fit --per-label parts them")
        }
        var rows = try DensityRows(
            ByteReader.open(input), density, byLabel: arguments[byLabel])
        var table = TableWriter(
            try ByteWriter.create(arguments[StandardOptions.output] ?? "-"), columns: rows.columns,
            header: !arguments[StandardOptions.noHeader])
        while let block = try rows.next(team: team) {
            for row in block { try table.write(row: row) }
        }
        try table.finish()
    }
}
