import CommandSupport
import TensorStreams

@main enum IdxBinarize {
    static let threshold = Option.integer(
        "threshold", value: "T", default: 128, in: 0...255, help: "a pixel greater than T, of 255, is ink")
    static let bernoulli = Option.flag(
        "bernoulli", help: "ink with the probability pixel/255, drawn anew for each image that comes by")

    static func main() {
        Command(
            name: "idx-binarize",
            summary: "Turn the pixels of a tensor stream into ink and paper: 255 and 0.",
            operands: .many("FILE"),
            options: [threshold, bernoulli, StandardOptions.seed, StandardOptions.output],
            examples: [
                ("mnist-fetch | idx-binarize | vae-fit -o m.ckpt", "binary digits"),
                ("idx-cat --repeat 5 x.idx | idx-binarize --bernoulli", "five different draws of every image"),
            ], mayReplaceInput: true
        ).run(binarize)
    }

    static func binarize(_ arguments: Arguments) throws {
        if arguments[bernoulli], arguments.isGiven(threshold) {
            throw UsageError("--threshold and --bernoulli exclude each other")
        }
        let output = arguments[StandardOptions.output]
        try Terminal.refuseBinaryOutput(to: output)
        try Terminal.refuseTerminalInput(from: arguments.operands)
        var files = IDXFiles(arguments.operands)
        let format = try files.format()
        if let error = PixelTypeError(name: files.name, type: format.type) { throw error }
        let seed = UInt64(arguments[StandardOptions.seed])
        var binarizer = Binarizer(arguments[bernoulli] ? .bernoulli(seed: seed) : .threshold(arguments[threshold]))
        var writer = IDXWriter(
            try ByteWriter.create(output ?? "-"), format: ItemFormat(type: .u8, shape: format.shape))
        while let batch = try files.next(atMost: format.itemsPerBatch) {
            try writer.write(binarizer.binarized(batch))
        }
        try writer.finish()
        arguments.noteLevels(files.levels, threshold: arguments[bernoulli] ? nil : arguments[threshold])
    }
}
