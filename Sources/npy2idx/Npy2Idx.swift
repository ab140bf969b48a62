import CommandSupport
import TensorStreams

@main enum Npy2Idx {
    static let array = Option.text(
        "array", value: "NAME", help: "of a file of several arrays (npz, MATLAB), the one of this name; or FILE:NAME")
    static let itemsLast = Option.flag("items-last", help: "the last dimension counts the items, not the first")
    static let binary = Option.flag("binary", help: "pixels are 0 and 1: write 0 and 255")
    static let table = Option.flag("table", help: "write a table, a row for each item")
    static let columns = Option.texts(
        "columns", value: "NAMES", defaultText: "c1,c2 …", help: "with --table: what the columns are called")

    static func main() {
        Command(
            name: "npy2idx",
            summary: "Turn an array of NumPy or MATLAB into a tensor stream or a table.",
            operands: .optional("FILE"),
            options: [array, itemsLast, binary, table, columns, StandardOptions.noHeader, StandardOptions.output],
            details: """
                The first dimension counts the items, or, with --items-last, the last, as in MATLAB it often does. Types that a tensor stream lacks are converted: bool to u8 (0 and \
                255; as labels, a value for each item, 0 and 1), f2 to f32, u2 and wider integers to i32 where they fit.
                """,
            examples: [
                ("npy2idx x.npy -o x.idx", "an array that numpy.save wrote"),
                ("npy2idx x.npy | vae-encode m.ckpt > z.tsv", "at the start of a pipe"),
                ("npy2idx --items-last train_32x32.mat:X -o house.idx", "a MATLAB array of 32×32×3×N"),
                ("npy2idx --array imgs --binary dsprites.npz -o sprites.idx", "the images of dSprites"),
                (
                    "npy2idx --array latents_values --table --columns color,shape,scale,orientation,x,y dsprites.npz "
                        + "> factors.tsv", "and what they show"
                ),
            ]
        ).run(convert)
    }

    static func convert(_ arguments: Arguments) throws {
        if !arguments[table], arguments.isGiven(columns) { throw UsageError("--columns goes with --table") }
        if !arguments[table], arguments.isGiven(StandardOptions.noHeader) {
            throw UsageError("--no-header goes with --table")
        }
        if arguments[table], arguments[binary] { throw UsageError("--binary goes with images, not with --table") }
        let output = arguments[StandardOptions.output]
        if !arguments[table] { try Terminal.refuseBinaryOutput(to: output) }
        try Terminal.refuseTerminalInput(from: arguments.operands)
        let input = try NamedArray(arguments.operands.first ?? "-", option: arguments[array])
        var reader = NPYReader(try input.open(), countsLast: arguments[itemsLast])
        if arguments[table] {
            var rows = try ArrayTable(reader, columns: arguments[columns])
            let target = try ByteWriter.create(output ?? "-")
            return try rows.write(to: target, header: !arguments[StandardOptions.noHeader])
        }
        let format = try reader.format()
        let ink = arguments[binary] ? try Ink(of: format, in: reader.name) : nil
        var writer = IDXWriter(try ByteWriter.create(output ?? "-"), format: format)
        while let batch = try reader.next(atMost: format.itemsPerBatch) {
            try writer.write(try ink?.pixels(of: batch, after: writer.itemsWritten) ?? batch)
        }
        try writer.finish()
    }
}
