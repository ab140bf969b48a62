import CommandSupport
import TensorStreams

@main enum TSV2Idx {
    static func main() {
        Command(
            name: "tsv2idx",
            summary: "Turn columns of a table, or of CSV, into a tensor stream.",
            operands: .optional("FILE"),
            options: ColumnOptions.all + [StandardOptions.output, StandardOptions.quiet],
            groups: [OptionGroup("The table", SyntaxOptions.all)],
            details: """
                Each row becomes an item of f32 values. Labels are u8, or i32 where they do not fit. Words are numbered from \
                0 in alphabetical order, as a table of label and name in the file of levels says.
                """,
            examples: [
                (
                    "tsv2idx --label species --levels species.tsv --labels-to y.idx iris.csv > x.idx",
                    "measurements, and the species as labels"
                ),
                ("printf 'cat\\ndog\\n' | tsv2idx --labels --levels l.tsv > y.idx", "labels from a text"),
                ("tsv2idx --columns 2-4 --missing mean --one-hot site sensors.csv > x.idx", "numbers and words"),
            ]
        ).run(convert)
    }

    static func convert(_ arguments: Arguments) throws {
        try ColumnOptions.check(arguments)
        try SyntaxOptions.check(arguments)
        let output = arguments[StandardOptions.output] ?? "-"
        try Terminal.refuseBinaryOutput(to: output)
        try Terminal.refuseTerminalInput(from: arguments.operands)
        let input = arguments.operands.first ?? "-"
        var table = try TableReader(ByteReader.open(input), syntax: try SyntaxOptions.syntax(arguments))
        let choice = try ColumnChoice(arguments, of: table)
        try refuseReplacing(choice, arguments, input: input)
        let outputs = OutputGroup()
        var labels = try choice.label.map {
            try LabelOutput(
                $0, of: table, levels: arguments[ColumnOptions.levels], to: arguments[ColumnOptions.labelsTo] ?? output,
                with: outputs)
        }
        var values =
            arguments[ColumnOptions.labels]
            ? nil : try ValueOutput(choice.columns, of: table, arguments, to: output, with: outputs)
        let rows = RowFilter(choice, arguments)
        let counts = try SyntaxOptions.explained(arguments) {
            try rows.pass(&table) {
                try values?.add($0)
                try labels?.add($0)
            }
        }
        // The output comes last: where it is, all else is.
        try labels?.finish()
        try values?.finish()
        try outputs.finish()
        if counts.dropped > 0, !arguments[StandardOptions.quiet] {
            arguments.note(
                "\(table.name): \(counts.dropped) of \(counts.dropped + counts.kept) rows lack a value and are left out"
            )
        }
    }

    /// Files of levels that columns name are not known to the command line; those that are there are read.
    private static func refuseReplacing(_ choice: ColumnChoice, _ arguments: Arguments, input: String) throws {
        let files = choice.columns.compactMap(\.levels) + [arguments[ColumnOptions.levels]].compactMap { $0 }
        let read = files.filter { FileIdentity($0) != nil }
        let outputs =
            [arguments[StandardOptions.output], arguments[ColumnOptions.labelsTo]] + files.filter { !read.contains($0) }
        try SharedStreams.refuseReplacing([input] + read, by: outputs)
    }
}
