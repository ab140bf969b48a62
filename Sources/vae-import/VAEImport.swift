import CommandSupport
import TensorStreams
import VAEKit

@main enum VAEImport {
    static func main() {
        Command(
            name: "vae-import",
            summary: "Make a checkpoint of a model from elsewhere: PyTorch's weights, or ONNX files.",
            operands: .optional("FILE") + .optional("DECODER"),
            options: ImportOptions.all + [StandardOptions.output],
            details: """
                FILE is a state dict as safetensors.torch.save_file writes it. Which of its modules is which layer \
                follows from shapes, from the order of numbered names, and from names that speak of encoder, decoder, \
                mean or variance; where that leaves a choice, --map makes it. Two files are an encoder and a decoder in \
                ONNX, which say themselves what their layers are.
                """,
            examples: [
                (
                    "vae-import --latent 20 --encoder 'dense 400, relu' --decoder 'dense 400, relu, dense 784' vae.safetensors -o m.ckpt",
                    "the model of PyTorch's own example"
                ),
                (
                    "vae-import --dry-run --latent 20 --encoder 'dense 400, relu' --decoder 'dense 400, relu, dense 784' vae.safetensors",
                    "what would become what"
                ),
                ("vae-import encoder.onnx decoder.onnx -o m.ckpt", "what torch.onnx.export or vae-onnx wrote"),
            ]
        ).run(importModel)
    }

    static func importModel(_ arguments: Arguments) throws {
        let output = arguments[StandardOptions.output]
        let isDryRun = arguments[ImportOptions.dryRun]
        if !isDryRun { try Terminal.refuseBinaryOutput(to: output) }
        let found: FoundModel
        if arguments.operands.count == 2 {
            found = try GraphImport(arguments).model()
        } else {
            let path = arguments.operands.first ?? "-"
            try Terminal.refuseTerminalInput(from: [path])
            found = try StateDictImport(path, arguments).model()
        }
        if isDryRun { return try found.writeTable(to: output ?? "-") }
        try found.checkpoint().write(output ?? "-")
    }
}
