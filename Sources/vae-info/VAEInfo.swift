import CommandSupport
import TensorStreams
import VAEKit

@main enum VAEInfo {
    static let json = Option.flag("json", help: "print one JSON object")

    static func main() {
        Command(
            name: "vae-info",
            summary:
                "Describe a trained model, autoencoder or classifier: its layers, its parameters and its training.",
            operands: .required("CKPT"),
            options: [json, StandardOptions.output],
            examples: [("vae-info --json m.ckpt | python3 -m json.tool", "for scripts")]
        ).run { arguments in
            let path = arguments.operands[0]
            let file = try CheckpointFile(reading: path)
            let report: any Report =
                switch file.family {
                case .autoencoder: AutoencoderReport(try Checkpoint(file))
                case .codes: CodeReport(try Checkpoint(file))
                case .codePrior: CodePriorReport(try Checkpoint(file))
                case .classifier: ClassifierReport(try Checkpoint(file))
                }
            let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
            if arguments[json] {
                try output.write(report.json.text(indented: true) + "\n")
            } else {
                try output.write(report.text)
            }
            try output.finish()
        }
    }
}
