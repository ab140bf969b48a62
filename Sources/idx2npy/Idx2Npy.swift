import CommandSupport
import TensorStreams

@main enum Idx2Npy {
    static func main() {
        Command(
            name: "idx2npy",
            summary: "Turn a tensor stream into a NumPy array.",
            operands: .optional("FILE"),
            options: [StandardOptions.output],
            details: "The first dimension counts the items. Types are kept: u8, i8, i16, i32, f32, f64.",
            examples: [
                ("idx2npy train-labels-idx1-ubyte.gz -o y.npy", "then numpy.load(\"y.npy\")"),
                ("vae-decode m.ckpt z.tsv | idx2npy > images.npy", "at the end of a pipe"),
            ]
        ).run(convert)
    }

    static func convert(_ arguments: Arguments) throws {
        let output = arguments[StandardOptions.output]
        try Terminal.refuseBinaryOutput(to: output)
        try Terminal.refuseTerminalInput(from: arguments.operands)
        var reader = IDXReader(try ByteReader.open(arguments.operands.first ?? "-"))
        let format = try reader.requiredFormat()
        var writer = NPYWriter(try ByteWriter.create(output ?? "-"), format: format)
        while let batch = try reader.next(atMost: format.itemsPerBatch) { try writer.write(batch) }
        try writer.finish()
    }
}
