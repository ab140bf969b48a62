import CommandSupport

/// The options that select items, in the order in which they apply.
enum Selection {
    static let labels = StandardOptions.labels(help: "labels of the items, an IDX file, for --only")
    static let only = Option.integers(
        "only", value: "L,L", in: Int.min...Int.max, help: "keep the items with these labels")
    static let ids = Option.text(
        "ids", value: "FILE", file: .read,
        help: "keep the items whose numbers, from 0, the id column of this table names, in its order")
    static let skip = Option.integer("skip", value: "N", default: 0, help: "leave out the first N items")
    static let take = Option.integer("take", value: "N", defaultText: "all", help: "keep at most N items")

    static let options: [any OptionDescription] = [ids, labels, only, skip, take]
}
