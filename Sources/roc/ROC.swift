import CommandSupport
import Ranking
import TensorStreams

@main enum ROC {
    static func main() {
        Command(
            name: "roc",
            summary: "Measure how well scores tell the rows of one label from all others.",
            operands: .many("FILE"),
            options: [
                ScoreOptions.scores, ScoreOptions.label, ScoreOptions.positive, ScoreOptions.lower,
                ScoreOptions.curve, StandardOptions.noHeader, StandardOptions.output,
            ],
            details: """
                A line comes out for each score: auroc, the area below the receiver operating characteristic (how likely a \
                row that is looked for scores above one that is not), average_precision (the area below the curve of \
                precision over recall, as steps), and how many rows are of either kind. Rows of equal scores are passed \
                together.
                """,
            examples: [
                (
                    "vae-eval m.ckpt x.idx --labels labels.gz --per-item --nll 100 | roc --score recon,nll",
                    "anomalies, whose label is 1, by reconstruction and by likelihood"
                ),
                ("roc --score nll --curve roc s.tsv | plot line -x fpr -y tpr -o roc.png", "the curve, drawn"),
            ]
        ).run(measure)
    }

    static func measure(_ arguments: Arguments) throws {
        let files = arguments.operands.isEmpty ? ["-"] : arguments.operands
        try SharedStreams.refuseTwoInputs(files)
        let tables = try files.map { try ScoredRows($0, arguments) }
        let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
        let header = !arguments[StandardOptions.noHeader]
        if let curve = arguments[ScoreOptions.curve] {
            try CurveTable(curve, of: tables).write(to: output, header: header)
        } else {
            try writeAreas(of: tables, to: output, header: header)
        }
    }

    private static func writeAreas(of tables: [ScoredRows], to output: ByteWriter, header: Bool) throws {
        let leading = tables.count > 1 ? ["file"] : []
        var table = TableWriter(
            output, columns: leading + ["score", "auroc", "average_precision", "positives", "negatives"], header: header
        )
        for rows in tables {
            for (name, ranked) in rows.ranked {
                try table.write(
                    row: leading.map { _ in .text(rows.name) } + [
                        .text(name), .double(ranked.area), .double(ranked.averagePrecision),
                        .integer(ranked.positives), .integer(ranked.negatives),
                    ])
            }
        }
        try table.finish()
    }
}
