import CommandSupport
import TensorStreams

@main enum ZMeasure {
    static let command = Command(
        name: "z-measure",
        summary: "Measure how well latents keep the factors apart that images are made of.",
        operands: .optional("LATENTS") + .optional("FACTORS"),
        options: [
            ZMeasureOptions.measures, ZMeasureOptions.factors, ZMeasureOptions.continuous, ZMeasureOptions.bins,
            ZMeasureOptions.samples, ZMeasureOptions.train, ZMeasureOptions.test, ZMeasureOptions.votes,
            ZMeasureOptions.batch, StandardOptions.seed, StandardOptions.threads, StandardOptions.noHeader,
            StandardOptions.output, StandardOptions.quiet,
        ],
        details: """
            LATENTS has the columns z1 …, or mu1 …, and for mig-chen logvar1 … too; FACTORS has a row for each of its \
            rows, and a column for each factor. Without FACTORS the other columns of LATENTS are the factors. The table \
            that is written says of each number what it was measured with.
            """,
        examples: [
            ("z-measure z.tsv factors.tsv", "everything, of a table from vae-encode and one from idx-synth sprites"),
            (
                "vae-encode --logvar sprites.ckpt sprites.idx | z-measure --measure mig-chen --factors scale,orientation,x,y "
                    + "- factors.tsv", "the gap as its authors estimate it, without the shape"
            ),
        ])

    static func main() {
        command.run { arguments in
            let paths = [arguments.operands.first ?? "-"] + arguments.operands.dropFirst()
            try SharedStreams.refuseTwoInputs(paths)
            let quiet = arguments[StandardOptions.quiet]
            let run = try MeasureRun(arguments)
            let tables = try MeasuredTables(
                latents: paths[0], factors: paths.count > 1 ? paths[1] : nil, FactorChoice(arguments),
                note: { if !quiet { arguments.note($0) } })
            try run.write(tables, note: { if !quiet { arguments.note($0) } })
        }
    }
}
