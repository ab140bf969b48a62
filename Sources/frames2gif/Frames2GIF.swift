import CommandSupport
import Drawing
import TensorStreams

@main
enum Frames2GIF {
    enum PaletteChoice: String, CaseIterable {
        case frame, global
    }

    static let delay = Option.integer(
        "delay", value: "CS", default: 20, in: 1...65535, help: "hundredths of a second that a frame stays")
    static let loop = Option.integer(
        "loop", value: "N", default: 0, in: 0...65535, help: "how often the animation plays; 0 is for ever")
    static let perFrame = Option.integer(
        "per-frame", value: "N", in: 1...1_000_000, defaultText: "a tensor of the stream",
        help: "make a frame of every N images, whatever the tensors")
    static let background = GridOptions.background(defaultText: "black")
    static let palette = Option.choice(
        "palette", of: PaletteChoice.self, default: .frame,
        help: "choose colours for each frame, or one set for all (colour images; keeps all frames in memory)")
    static let colors = Option.integer(
        "colors", value: "N", default: 256, in: 2...256, help: "the most colours or greys; fewer make a smaller file")
    static let dither = Option.flag("dither", help: "mix the colours that the palette lacks from dots")
    static let output = StandardOptions.output

    static func main() {
        Command(
            name: "frames2gif", summary: "Make an animated GIF of a stream, each tensor a frame, or of PNG files.",
            operands: .many("FILE"),
            options: [
                delay, loop, perFrame, GridOptions.columns, GridOptions.padding, GridOptions.scale, background,
                FrameCaptions.caption, FrameCaptions.every, palette, colors, dither, output,
            ],
            details: """
                The images of a tensor are laid out side by side as grid2png does. PNG files are frames as they are, \
                in the order given, and all of one size.
                """,
            examples: [
                ("vae-fit --frames >(frames2gif > train.gif) -o m.ckpt < images", "what a model learns, as it learns"),
                (
                    "frames2gif --caption 'epoch %n' --scale 2 frames.idx > train.gif",
                    "with its number"
                ),
                ("z-lerp --loop ends.tsv | vae-decode m.ckpt | frames2gif --per-frame 1 > walk.gif", "a walk"),
            ]
        ).run { arguments in
            let frames = try FrameSource(arguments, layout: layout(arguments), perFrame: arguments[perFrame])
            try Terminal.refuseTerminalInput(from: arguments.operands)
            try Terminal.refuseBinaryOutput(to: arguments[output])
            try write(frames, arguments)
        }
    }

    private static func layout(_ arguments: Arguments) throws -> GridLayout {
        GridLayout(
            columns: arguments[GridOptions.columns], padding: arguments[GridOptions.padding],
            scale: arguments[GridOptions.scale],
            background: try GridOptions.color(arguments[background], Color.init))
    }

    private static func write(_ source: FrameSource, _ arguments: Arguments) throws {
        var source = source
        var frames: FrameList?
        if arguments[palette] == .global { frames = try FrameList(reading: &source, colors: arguments[colors]) }
        // The first frame comes before the output: bad input leaves nothing behind.
        guard var frame = try frames?.next() ?? source.next() else { throw GridError.noImages(stream: source.name) }
        let file = try ByteWriter.create(arguments[output] ?? "-")
        let writer = GIFWriter(
            file, palette: frames?.palette,
            options: .init(
                delay: arguments[delay], plays: arguments[loop], colors: arguments[colors],
                dithered: arguments[dither]))
        while true {
            try writer.write(frame)
            guard let next = try frames == nil ? source.next() : frames?.next() else { break }
            frame = next
        }
        try writer.finish()
        try file.finish()
    }
}
