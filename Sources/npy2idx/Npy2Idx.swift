import CommandSupport
import TensorStreams

@main enum Npy2Idx {
    static func main() {
        Command(
            name: "npy2idx",
            summary: "Turn a NumPy array into a tensor stream.",
            operands: .optional("FILE"),
            options: [StandardOptions.output],
            details: """
                The first dimension counts the items. Types that a tensor stream lacks are converted: bool to u8 (0 and \
                255; as labels, a value for each item, 0 and 1), f2 to f32, u2 and wider integers to i32 where they fit.
                """,
            examples: [
                ("npy2idx x.npy -o x.idx", "an array that numpy.save wrote"),
                ("npy2idx x.npy | vae-encode m.ckpt > z.tsv", "at the start of a pipe"),
            ]
        ).run(convert)
    }

    static func convert(_ arguments: Arguments) throws {
        let output = arguments[StandardOptions.output]
        try Terminal.refuseBinaryOutput(to: output)
        try Terminal.refuseTerminalInput(from: arguments.operands)
        var reader = NPYReader(try ByteReader.open(arguments.operands.first ?? "-"))
        let format = try reader.format()
        var writer = IDXWriter(try ByteWriter.create(output ?? "-"), format: format)
        while let batch = try reader.next(atMost: format.itemsPerBatch) { try writer.write(batch) }
        try writer.finish()
    }
}
