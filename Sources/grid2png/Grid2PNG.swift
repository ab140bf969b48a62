import CommandSupport
import Drawing
import TensorStreams

@main
enum Grid2PNG {
    static func main() {
        Command(
            name: "grid2png", summary: "Lay the images of streams side by side in one PNG.",
            operands: .many("FILE"),
            options: PageRequest.options,
            details: """
                The rows of several files take turns: the first of each, one under the other, then the second of each. \
                Images are H×W (grey), H×W×3 (RGB) or H×W×4 (RGBA). Bytes stay as they are; floating-point values are \
                clamped to 0 … 1 and rounded to 256 levels; other integers are levels, clamped to 0 … 255.
                """,
            examples: [
                ("z-grid --steps 20 | vae-decode m.ckpt | grid2png > manifold.png", "a latent plane as one picture"),
                (
                    "grid2png --columns 10 --names original,reconstruction x.idx y.idx > pairs.png",
                    "images, and under each what is left of it"
                ),
                ("grid2png --blocks --names AE,VAE ae.idx vae.idx > models.png", "what two models draw, side by side"),
                ("z-sample -n 1000 | vae-decode m.ckpt | grid2png --split samples", "a folder of samples"),
            ]
        ).run { arguments in
            let request = try PageRequest(arguments)
            try Terminal.refuseTerminalInput(from: request.inputs)
            if let folder = arguments[PageRequest.split] { return try SplitRun(request, arguments).write(to: folder) }
            try Terminal.refuseBinaryOutput(to: arguments[StandardOptions.output])
            let image = try PageRun(request, arguments).image()
            let file = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
            try PNGWriter.write(image, to: file)
            try file.finish()
        }
    }
}
