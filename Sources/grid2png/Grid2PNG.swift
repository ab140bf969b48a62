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
    static let output = StandardOptions.output

    static func main() {
        Command(
            name: "grid2png", summary: "Lay the images of a stream side by side in one PNG.",
            operands: .optional("FILE"), options: [columns, padding, scale, background, output],
            details: """
                Images are H×W (grey), H×W×3 (RGB) or H×W×4 (RGBA). Bytes stay as they are; floating-point values are \
                clamped to 0 … 1 and rounded to 256 levels; other integers are levels, clamped to 0 … 255.
                """,
            examples: [
                ("z-grid --steps 20 | vae-decode m.ckpt | grid2png > manifold.png", "a latent plane as one picture"),
                (
                    "idx-cat --take 64 t10k-images.gz | grid2png --columns 8 --scale 2 -o page.png",
                    "eight rows of eight"
                ),
            ]
        ).run { arguments in
            let layout = GridLayout(
                columns: arguments[columns], padding: arguments[padding], scale: arguments[scale],
                background: try color(arguments[background]))
            try Terminal.refuseTerminalInput(from: arguments.operands.first)
            try Terminal.refuseBinaryOutput(to: arguments[output])
            let image = try grid(of: ByteReader.open(arguments.operands.first ?? "-"), layout)
            let file = try ByteWriter.create(arguments[output] ?? "-")
            try PNGWriter.write(image, to: file)
            try file.finish()
        }
    }

    private static func grid(of bytes: ByteReader, _ layout: GridLayout) throws -> Image {
        var stream = IDXReader(bytes)
        let format = try TileFormat(stream.requiredFormat(), name: stream.name)
        var grid = ImageGrid(format: format, layout: layout)
        while let batch = try stream.next(atMost: 256) {
            grid.append(try format.samples(of: batch, name: stream.name))
            try grid.checkSize()
        }
        guard grid.count > 0 else { throw GridError.noImages(stream: stream.name) }
        return try grid.image()
    }

    private static func color(_ text: String?) throws -> Color? {
        guard let text else { return nil }
        guard let color = Color(text) else {
            throw UsageError("--background '\(text)': expected #rrggbb, #rgb, black, white or grey")
        }
        return color
    }
}
