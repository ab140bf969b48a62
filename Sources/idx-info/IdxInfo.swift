import CommandSupport
import TensorStreams

@main enum IdxInfo {
    static let columns = ["file", "tensors", "type", "shape", "count", "minimum", "maximum", "mean"]

    static func main() {
        Command(
            name: "idx-info",
            summary: "Print what tensor streams hold: a row for each, with its type, shape, count and range.",
            operands: .many("FILE"),
            options: [StandardOptions.noHeader, StandardOptions.output],
            details: "Every stream is read to its end; a damaged one is reported, and the exit code is then 1.",
            examples: [
                ("idx-info train-images-idx3-ubyte.gz", "one file"),
                ("idx-synth digits -n 100 | idx-info", "what comes out of a pipe"),
            ]
        ).run(describe)
    }

    static func describe(_ arguments: Arguments) throws {
        try Terminal.refuseTerminalInput(from: arguments.operands)
        let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
        var table = TableWriter(output, columns: columns, header: !arguments[StandardOptions.noHeader])
        var damage: (any Error)?
        for path in arguments.operands.isEmpty ? ["-"] : arguments.operands {
            do {
                try table.write(row: row(path))
            } catch {
                // All damage is reported; the last of it ends the command.
                if let damage { arguments.note("\(damage)") }
                damage = error
            }
        }
        if let damage {
            if arguments[StandardOptions.output] == nil { try table.finish() }
            throw damage
        }
        try table.finish()
    }

    private static func row(_ path: String) throws -> [TableValue] {
        var reader = IDXReader(try ByteReader.open(path))
        let format = try reader.requiredFormat()
        var statistics = Statistics()
        while let batch = try reader.next(atMost: format.itemsPerBatch) { statistics.add(batch) }
        return [
            .text(path), .integer(reader.tensorsRead), .text(format.type.name),
            .text(format.shape.isEmpty ? "scalar" : format.shape.map { "\($0)" }.joined(separator: "x")),
            .integer(reader.itemsRead), .double(statistics.minimum), .double(statistics.maximum),
            .double(statistics.mean),
        ]
    }
}
