import CommandSupport
import TensorStreams
import VAEKit

@main enum VAEInfo {
    static let json = Option.flag("json", help: "print one JSON object")

    static func main() {
        Command(
            name: "vae-info",
            summary: "Describe a trained model: its layers, its parameters and its training.",
            operands: .required("CKPT"),
            options: [json, StandardOptions.output],
            examples: [("vae-info --json m.ckpt | python3 -m json.tool", "for scripts")]
        ).run { arguments in
            let path = arguments.operands[0]
            let checkpoint = try Checkpoint.read(path)
            let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
            if arguments[json] {
                try output.write(Report(checkpoint).json.text(indented: true) + "\n")
            } else {
                try output.write(Report(checkpoint).text)
            }
            try output.finish()
        }
    }
}
