import CommandSupport
import TensorStreams

/// The options that select items, in the order in which they apply.
enum Selection {
    static let labels = StandardOptions.labels(help: "labels of the items, IDX or text, for --only")
    static let only = Option.texts("only", value: "L,L", help: "keep the items with these labels, numbers or words")
    static let ids = Option.text(
        "ids", value: "FILE", file: .read,
        help: "keep the items whose numbers, from 0, the id column of this table names, in its order")
    static let skip = Option.integer("skip", value: "N", default: 0, help: "leave out the first N items")
    static let take = Option.integer("take", value: "N", defaultText: "all", help: "keep at most N items")
    static let part = Option.parsed(
        "part", value: "K/N", defaultText: "the whole", expectation: "K/N, two whole numbers with K from 1 to N",
        help: "keep the Kth of N parts, about equally long, which follow one another"
    ) { PartNumber($0) }

    static let options: [any OptionDescription] = [ids, labels, StandardOptions.levels, only, skip, take, part]

    /// The numbers of the labels of `--only`, of which `levels` know the words. Where the words were numbered as they were
    /// found, nobody knows those numbers, and words alone are taken.
    static func wanted(_ arguments: Arguments, _ labels: Labels?, _ levels: Levels?) throws -> Set<Int>? {
        guard let texts = arguments[only] else { return nil }
        let levels = labels?.levels ?? levels
        let takesNumbers = labels?.areNumberedHere != true
        return Set(
            try texts.map { text in
                try Arguments.label(text, of: only, in: levels, takesNumbers: takesNumbers)
            })
    }
}
