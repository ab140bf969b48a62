import CommandSupport
import TensorStreams

@main enum IdxCat {
    static let shuffle = Option.flag("shuffle", help: "put the items in random order (held in memory)")
    static let repeats = Option.integer(
        "repeat", value: "N", default: 1, in: 1...Int.max, help: "write everything N times, shuffled anew each time")
    static let batch = Option.integer(
        "batch", value: "B", in: 1...Int(UInt32.max), defaultText: "about 1 MiB of them",
        help: "items in each tensor written to a pipe")

    static func main() {
        Command(
            name: "idx-cat",
            summary: "Join tensor streams, and select, shuffle or repeat their items.",
            operands: .many("FILE"),
            options: Selection.options + [
                shuffle, StandardOptions.seed, ItemOutput.split, ItemOutput.rest, repeats, batch,
                StandardOptions.output,
            ],
            groups: [OptionGroup("Changes to each item", ItemChange.options)],
            details: """
                Selections apply in this order: --ids, --only, --skip, --take, --part. What they leave is then shuffled, and \
                split or repeated, and each item changed. The same seed puts as many images and labels in the same order.
                """,
            examples: [
                ("idx-cat --take 100 train-images.gz > first.idx", "the first hundred items"),
                (
                    "idx-cat --shuffle --split 100 --rest train.idx train-images.gz > validation.idx",
                    "a part for validation, and the others to train on"
                ),
                ("idx-cat --only 3,5 --labels labels.gz images.gz > 35.idx", "the threes and fives"),
                ("idx-cat --only 3,5 labels.gz > 35-labels.idx", "and their labels"),
                ("idx-cat --part 2/8 images | vae-encode m.ckpt > 2.tsv", "the second of eight parts"),
            ], mayReplaceInput: true
        ).run(join)
    }

    static func join(_ arguments: Arguments) throws {
        try check(arguments)
        let output = arguments[StandardOptions.output]
        try Terminal.refuseBinaryOutput(to: output)
        if let rest = arguments[ItemOutput.rest] { try Terminal.refuseBinaryOutput(to: rest) }
        try Terminal.refuseTerminalInput(from: arguments.operands)

        var items = try SelectedItems(arguments)
        let format = try items.format()
        let size = arguments[batch] ?? format.itemsPerBatch
        var writer = try ItemOutput(arguments, format: format)
        let passes = arguments[repeats]
        if arguments[shuffle] || passes > 1 && !items.canBeReadAgain {
            let all = try items.all()
            for pass in 0..<passes {
                let order = arguments[shuffle] ? permutation(all.count, arguments, pass: pass) : nil
                try write(all, in: order, batch: size, to: &writer)
            }
        } else {
            for pass in 0..<passes {
                if pass > 0 { items = items.rewound() }
                while let batch = try items.next(atMost: size) { try writer.write(batch) }
            }
        }
        try writer.finish()
    }

    private static func check(_ arguments: Arguments) throws {
        if arguments.isGiven(StandardOptions.levels), !arguments.isGiven(Selection.only) {
            throw UsageError("--levels goes with --only")
        }
        let inputs = arguments.operands.isEmpty ? ["-"] : arguments.operands
        try SharedStreams.refuseTwoInputs(inputs + [arguments[Selection.ids], arguments[Selection.labels]])
        if arguments.isGiven(ItemOutput.split), arguments[repeats] > 1 {
            throw UsageError("--split and --repeat exclude each other")
        }
        try ItemOutput.check(arguments, inputs: inputs)
    }

    private static func permutation(_ count: Int, _ arguments: Arguments, pass: Int) -> [Int] {
        var random = RandomSource(seed: UInt64(arguments[StandardOptions.seed]), stream: UInt64(pass))
        return random.permutation(count)
    }

    private static func write(_ all: TensorBatch, in order: [Int]?, batch: Int, to writer: inout ItemOutput) throws {
        for start in stride(from: 0, to: all.count, by: batch) {
            let range = start..<min(start + batch, all.count)
            try writer.write(order.map { all.items(at: Array($0[range])) } ?? all.items(in: range))
        }
    }
}
