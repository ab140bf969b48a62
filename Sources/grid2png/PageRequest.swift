import CommandSupport
import Drawing
import TensorStreams

/// What the command line of grid2png asks for, checked before anything is read.
struct PageRequest {
    static let background = GridOptions.background(defaultText: "black; for RGBA images transparent")
    static let names = Option.texts(
        "names", value: "NAME,NAME", help: "a name for each FILE, at the left of its rows or grid, or above its block")
    static let blocks = Option.flag("blocks", help: "a grid for each FILE, side by side, instead of rows in turn")
    static let stack = Option.flag("stack", help: "a grid for each FILE, one above another")
    static let labels = StandardOptions.labels(help: "write under each image of the first FILE its label")
    static let split = Option.text(
        "split", value: "DIR", help: "write each image to a file of its own, DIR/000000.png and so on")

    static let options: [any OptionDescription] = [
        GridOptions.columns, GridOptions.padding, GridOptions.scale, background, names, blocks, stack, labels,
        StandardOptions.levels, split,
        StandardOptions.output,
    ]

    /// The streams, standard input once at most.
    let inputs: [String]
    let layout: GridLayout
    let arrangement: ContactSheet.Arrangement
    /// A name for each stream, or none at all.
    let names: [String]
    private(set) var labels: Labels?

    private static let longestName = 100

    init(_ arguments: Arguments) throws {
        inputs = arguments.operands.isEmpty ? ["-"] : arguments.operands
        layout = GridLayout(
            columns: arguments[GridOptions.columns], padding: arguments[GridOptions.padding],
            scale: arguments[GridOptions.scale],
            background: try GridOptions.color(arguments[Self.background], Color.init))
        if arguments[Self.blocks], arguments[Self.stack] { throw UsageError("--blocks and --stack exclude each other") }
        arrangement = arguments[Self.blocks] ? .blocks : arguments[Self.stack] ? .stack : .rows
        names = arguments[Self.names] ?? []
        try checkInputs(labels: arguments[Self.labels])
        labels = try arguments.labels(Self.labels)
        if arguments.isGiven(Self.split) { try refusePageOptions(arguments) }
    }

    private func checkInputs(labels: String?) throws {
        guard (inputs + [labels ?? ""]).count(where: { $0 == "-" }) < 2 else {
            throw UsageError("standard input ('-') can be read only once")
        }
        guard names.isEmpty || names.count == inputs.count else {
            let (given, needed) = (names.count == 1 ? "1 name" : "\(names.count) names", inputs.count)
            throw UsageError("--names: \(given) for \(needed == 1 ? "1 file" : "\(needed) files")")
        }
        if let long = names.first(where: { $0.count > Self.longestName }) {
            throw UsageError("--names '\(long.prefix(20))…': longer than \(Self.longestName) characters")
        }
    }

    /// Single images have neither neighbours nor texts.
    private func refusePageOptions(_ arguments: Arguments) throws {
        if inputs.count > 1 { throw UsageError("--split takes the images of one FILE") }
        let options: [any OptionDescription] = [
            GridOptions.columns, GridOptions.padding, Self.names, Self.blocks, Self.stack, Self.labels,
            StandardOptions.levels,
            StandardOptions.output,
        ]
        if let option = options.first(where: { arguments.isGiven($0) }) {
            throw UsageError("--\(option.name) means nothing to --split")
        }
    }
}
