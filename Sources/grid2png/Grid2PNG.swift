import CommandSupport
import Drawing
import TensorStreams

@main
enum Grid2PNG {
    static let columns = Option.integer(
        "columns", value: "N", in: 1...1_000_000, defaultText: "about square", help: "images in a row")
    static let padding = Option.integer(
        "pad", value: "N", default: 1, in: 0...10_000, help: "pixels between images, before scaling")
    static let scale = Option.integer(
        "scale", value: "N", default: 1, in: 1...1000, help: "show each pixel as N×N pixels")
    static let background = Option.text(
        "background", value: "COLOR", defaultText: "black; for RGBA images transparent",
        help: "#rrggbb, black, white or grey: what shows between images and through them")
    static let names = Option.texts(
        "names", value: "NAME,NAME", help: "a name for each FILE, at the left of its rows or above its block")
    static let blocks = Option.flag("blocks", help: "a grid for each FILE, side by side, instead of rows in turn")
    static let labels = StandardOptions.labels(help: "write under each image of the first FILE its label, an IDX file")
    static let split = Option.text(
        "split", value: "DIR", help: "write each image to a file of its own, DIR/000000.png and so on")
    static let output = StandardOptions.output

    static func main() {
        Command(
            name: "grid2png", summary: "Lay the images of streams side by side in one PNG.",
            operands: .many("FILE"),
            options: [columns, padding, scale, background, names, blocks, labels, split, output],
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
            if let folder = arguments[split] { return try SplitRun(request, arguments).write(to: folder) }
            try Terminal.refuseBinaryOutput(to: arguments[output])
            let image = try PageRun(request, arguments).image()
            let file = try ByteWriter.create(arguments[output] ?? "-")
            try PNGWriter.write(image, to: file)
            try file.finish()
        }
    }
}
