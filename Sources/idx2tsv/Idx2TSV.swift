import CommandSupport
import TensorStreams

@main enum Idx2TSV {
    static let names = Option.texts(
        "names", value: "NAME,NAME", defaultText: "c1,c2 …; label for a stream of labels",
        help: "what the columns are called")
    static let labels = StandardOptions.labels(help: "labels of the items, IDX or text, for a column in front")

    static func main() {
        Command(
            name: "idx2tsv",
            summary: "Turn a tensor stream into a table.",
            operands: .optional("FILE"),
            options: [names, labels, StandardOptions.levels, StandardOptions.noHeader, StandardOptions.output],
            details: """
                Each item, a number or some in a row, becomes a row. Floating-point numbers read back to the same values; \
                whole numbers stay as they are.
                """,
            examples: [
                ("tsv2idx iris.csv --columns 1,2 | idx2tsv --names length,width > t.tsv", "there and back"),
                ("idx2tsv --levels names.tsv labels.gz > t.tsv", "labels by their names"),
            ]
        ).run(convert)
    }

    static func convert(_ arguments: Arguments) throws {
        let input = arguments.operands.first ?? "-"
        try SharedStreams.refuseTwoInputs([input, arguments[labels]])
        try Terminal.refuseTerminalInput(from: arguments.operands)
        let words = try arguments.levels(of: nil)
        let labels = try arguments[labels].map { try Labels(reading: $0, levels: words) }
        var reader = IDXReader(try ByteReader.open(input))
        let format = try reader.requiredFormat()
        let rows = try ItemRows(
            format, of: input == "-" ? "standard input" : input, labels: labels, words: words, names: arguments[names])
        var table = TableWriter(
            try ByteWriter.create(arguments[StandardOptions.output] ?? "-"), columns: rows.columns,
            header: !arguments[StandardOptions.noHeader])
        while let batch = try reader.next(atMost: format.itemsPerBatch) {
            for row in try rows.rows(of: batch, first: reader.itemsRead - batch.count) { try table.write(row: row) }
        }
        try labels?.checkCount(reader.itemsRead, of: reader.name)
        try table.finish()
    }
}
