import CommandSupport
import TensorStreams
import VAEKit

@main enum VAEInfo {
    static let json = Option.flag("json", help: "print one JSON object")

    static let pytorch = Option.flag(
        "pytorch", help: "print a file of Python with the model as an nn.Module, which loads the checkpoint")

    static let table = Option.flag(
        "table", help: "print a row for each of several checkpoints: what differs between their runs, and their losses")

    static let command = Option.flag("command", help: "print the command line that makes the checkpoint")

    static let build = Option.flag("build", help: "print which processors the running kernels were compiled for")

    static func main() {
        Command(
            name: "vae-info",
            summary:
                "Describe a trained model, autoencoder or classifier: its layers, its parameters and its training.",
            operands: .many("CKPT"),
            options: [json, pytorch, table, command, build, StandardOptions.output],
            examples: [
                ("vae-info --json m.ckpt | python3 -m json.tool", "for scripts"),
                ("vae-info --table *.ckpt", "which of several runs is best"),
            ]
        ).run { arguments in
            try refuseTwoForms(arguments)
            if arguments[table] { return try printTable(arguments) }
            let text = try arguments[build] ? builtFor(arguments) : description(arguments)
            let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
            try output.write(text)
            try output.finish()
        }
    }

    private static func refuseTwoForms(_ arguments: Arguments) throws {
        let given = [json, pytorch, table, command, build].filter { arguments[$0] }
        if given.count > 1 { throw UsageError("--\(given[0].name) and --\(given[1].name) exclude each other") }
    }

    private static func builtFor(_ arguments: Arguments) throws -> String {
        guard arguments.operands.isEmpty else { throw UsageError("--build is about no checkpoint: leave CKPT out") }
        return KernelBuild.processor + "\n"
    }

    /// Of the checkpoints that can be read; then it fails for the others.
    private static func printTable(_ arguments: Arguments) throws {
        guard !arguments.operands.isEmpty else { throw UsageError("CKPT is missing") }
        try SharedStreams.refuseTwoInputs(arguments.operands)
        let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
        let table = RunTable(arguments.operands)
        try table.write(to: output)
        for problem in table.problems.dropLast() { arguments.note("\(problem)") }
        if let problem = table.problems.last { throw problem }
    }

    private static func description(_ arguments: Arguments) throws -> String {
        guard let path = arguments.operands.first else { throw UsageError("CKPT is missing") }
        guard arguments.operands.count == 1 else { throw UsageError("several checkpoints need --table") }
        let file = try CheckpointFile(reading: path)
        if arguments[pytorch] { return try PyTorchText(file, named: path).text }
        let report = try file.report()
        if arguments[command] { return try commandText(report.run, of: path) }
        return arguments[json] ? report.json.text(indented: true) + "\n" : report.text
    }

    private static func commandText(_ run: MadeRun, of path: String) throws -> String {
        guard let command = CommandText(run) else {
            throw Failure("\(path): it tells of no training that a command line could repeat")
        }
        return command.text
    }
}
