import CommandSupport
import TensorStreams

@main enum TSV2TB {
    static let output = Option.text(
        "output", short: "o", value: "RUN", help: "folder of the run, where the event file goes; made if missing")
    static let step = Option.text(
        "step", value: "COLUMN", defaultText: "step, else epoch, else the row's number", help: "column of the steps")
    static let columns = Option.texts(
        "columns", short: "y", value: "A,B", defaultText: "all of numbers", help: "columns to show")
    static let tag = Option.text("tag", value: "PREFIX", help: "show everything under PREFIX/")
    static let images = Option.texts("image", value: "NAME=PNG,NAME=PNG", help: "show pictures too")
    static let imageStep = Option.integer(
        "image-step", value: "N", defaultText: "the last row's", help: "step of the pictures")
    static let noTable = Option.flag("no-table", help: "read no table: pictures alone")

    static func main() {
        Command(
            name: "tsv2tb",
            summary: "Show a training log in TensorBoard: a table as an event file.",
            operands: .optional("FILE"),
            options: [output, step, columns, tag, images, imageStep, noTable],
            details: """
                Rows are written as they come, so that a log can be followed while it grows. Column val_loss is shown \
                as val/loss, beside others that begin with val_.
                """,
            examples: [
                ("tsv2tb -o runs/vae log.tsv", "then: tensorboard --logdir runs"),
                ("tail -n +1 -f log.tsv | tsv2tb -o runs/vae", "while the run goes on"),
                ("tsv2tb -o runs/vae --no-table --image manifold=m.png --image-step 9380", "a picture"),
            ]
        ).run(convert)
    }

    static func convert(_ arguments: Arguments) throws {
        guard let folder = arguments[output] else { throw UsageError("-o RUN is missing, the folder of the run") }
        if arguments.isGiven(imageStep) && !arguments.isGiven(images) { throw UsageError("--image-step needs --image") }
        let named = try RunImage.sources(arguments[images] ?? [])
        let bytes = try table(arguments)
        let pictures = try named.map { try $0.read() }
        var run = try RunWriter(folder: folder, tag: arguments[tag])
        if let bytes { try follow(bytes, arguments, &run) }
        try run.write(pictures, step: arguments[imageStep] ?? run.lastStep ?? 0)
        try run.finish()
        if let signal = Interruption.signal { Interruption.die(of: signal) }
    }

    /// Writes the rows, to the end or to the signal that ends a log which grows: the pictures come after them still.
    private static func follow(_ bytes: ByteReader, _ arguments: Arguments, _ run: inout RunWriter) throws {
        Interruption.watch()
        bytes.endsWaiting = { Interruption.signal != nil }
        do {
            var table = try LogTable(bytes, step: arguments[step], columns: arguments[columns])
            try run.write(&table)
        } catch {
            guard Interruption.signal != nil else { throw error }
        }
    }

    /// The table to be read, opened; nil for pictures alone.
    private static func table(_ arguments: Arguments) throws -> ByteReader? {
        guard arguments[noTable] else {
            try Terminal.refuseTerminalInput(from: arguments.operands.first)
            return try ByteReader.open(arguments.operands.first ?? "-")
        }
        let ofTables: [any OptionDescription] = [step, columns]
        if let given = ofTables.first(where: { arguments.isGiven($0) }) {
            throw UsageError("--\(given.name) does not go with --no-table")
        }
        if let file = arguments.operands.first { throw UsageError("operand '\(file)' does not go with --no-table") }
        if !arguments.isGiven(images) { throw UsageError("--no-table needs --image") }
        return nil
    }
}
