import CommandSupport
import ModelSupport
import ONNX
import TensorStreams
import VAEKit

@main enum VAEONNX {
    static func main() {
        Command(
            name: "vae-onnx",
            summary: "Write a part of a trained model as an ONNX file, for other programs to run.",
            operands: .required("CKPT"),
            options: [
                ONNXOptions.part, ONNXOptions.level, ONNXOptions.input, ONNXOptions.opset, StandardOptions.output,
            ],
            details: """
                The encoder takes images and puts out mean and logvar, or codes; the decoder takes latents, or codes, and \
                puts out images; a classifier takes images and puts out probabilities and features. A model that is \
                told classes takes labels too.
                """,
            examples: [
                ("vae-onnx --part decoder m.ckpt -o decoder.onnx", "from latents to images, in any runtime of ONNX")
            ]
        ).run { arguments in
            try Terminal.refuseBinaryOutput(to: arguments[StandardOptions.output])
            let graph = try ExportedPart(arguments).graph()
            let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
            try ONNXModel(graph, opset: arguments[ONNXOptions.opset]).write(to: output, version: vaeutilsVersion)
            try output.finish()
        }
    }
}
