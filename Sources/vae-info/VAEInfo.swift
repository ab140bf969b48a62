import CommandSupport
import TensorStreams
import VAEKit

@main enum VAEInfo {
    static let json = Option.flag("json", help: "print one JSON object")

    static let pytorch = Option.flag(
        "pytorch", help: "print a file of Python with the model as an nn.Module, which loads the checkpoint")

    static let build = Option.flag("build", help: "print which processors the running kernels were compiled for")

    static func main() {
        Command(
            name: "vae-info",
            summary:
                "Describe a trained model, autoencoder or classifier: its layers, its parameters and its training.",
            operands: .optional("CKPT"),
            options: [json, pytorch, build, StandardOptions.output],
            examples: [("vae-info --json m.ckpt | python3 -m json.tool", "for scripts")]
        ).run { arguments in
            let text = try arguments[build] ? builtFor(arguments) : description(arguments)
            let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
            try output.write(text)
            try output.finish()
        }
    }

    private static func builtFor(_ arguments: Arguments) throws -> String {
        guard arguments.operands.isEmpty else { throw UsageError("--build is about no checkpoint: leave CKPT out") }
        return KernelBuild.processor + "\n"
    }

    private static func description(_ arguments: Arguments) throws -> String {
        guard let path = arguments.operands.first else { throw UsageError("CKPT is missing") }
        if arguments[pytorch], arguments[json] { throw UsageError("--json and --pytorch exclude each other") }
        let file = try CheckpointFile(reading: path)
        if arguments[pytorch] { return try PyTorchText(file, named: path).text }
        let report: any Report =
            switch file.family {
            case .autoencoder: AutoencoderReport(try Checkpoint(file))
            case .codes: CodeReport(try Checkpoint(file))
            case .codePrior: CodePriorReport(try Checkpoint(file))
            case .classifier: ClassifierReport(try Checkpoint(file))
            }
        return arguments[json] ? report.json.text(indented: true) + "\n" : report.text
    }
}
