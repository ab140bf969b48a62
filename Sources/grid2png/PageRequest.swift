import CommandSupport
import Drawing

/// What the command line of grid2png asks for, checked before anything is read.
struct PageRequest {
    /// The streams, standard input once at most.
    let inputs: [String]
    let layout: GridLayout
    let arrangement: ContactSheet.Arrangement
    /// A name for each stream, or none at all.
    let names: [String]
    let labels: String?

    private static let longestName = 100

    init(_ arguments: Arguments) throws {
        inputs = arguments.operands.isEmpty ? ["-"] : arguments.operands
        layout = GridLayout(
            columns: arguments[Grid2PNG.columns], padding: arguments[Grid2PNG.padding],
            scale: arguments[Grid2PNG.scale], background: try PageRequest.color(arguments[Grid2PNG.background]))
        arrangement = arguments[Grid2PNG.blocks] ? .blocks : .rows
        names = arguments[Grid2PNG.names] ?? []
        labels = arguments[Grid2PNG.labels]
        try checkInputs()
        if arguments.isGiven(Grid2PNG.split) { try refusePageOptions(arguments) }
    }

    private func checkInputs() throws {
        guard (inputs + [labels ?? ""]).count(where: { $0 == "-" }) < 2 else {
            throw UsageError("standard input ('-') can be read only once")
        }
        guard names.isEmpty || names.count == inputs.count else {
            let (given, needed) = (names.count == 1 ? "1 name" : "\(names.count) names", inputs.count)
            throw UsageError("--names: \(given) for \(needed == 1 ? "1 file" : "\(needed) files")")
        }
        if let long = names.first(where: { $0.count > PageRequest.longestName }) {
            throw UsageError("--names '\(long.prefix(20))…': longer than \(PageRequest.longestName) characters")
        }
    }

    /// Single images have neither neighbours nor texts.
    private func refusePageOptions(_ arguments: Arguments) throws {
        if inputs.count > 1 { throw UsageError("--split takes the images of one FILE") }
        let options: [any OptionDescription] = [
            Grid2PNG.columns, Grid2PNG.padding, Grid2PNG.names, Grid2PNG.blocks, Grid2PNG.labels, Grid2PNG.output,
        ]
        if let option = options.first(where: { arguments.isGiven($0) }) {
            throw UsageError("--\(option.name) means nothing to --split")
        }
    }

    private static func color(_ text: String?) throws -> Color? {
        guard let text else { return nil }
        guard let color = Color(text) else {
            throw UsageError("--background '\(text)': expected #rrggbb, #rgb, black, white or grey")
        }
        return color
    }
}
