import CommandSupport
import Drawing
import Lettering

/// Writes under each frame its text, in letters of one size.
struct FrameCaptions {
    static let caption = Option.parsed(
        "caption", value: "TEXT", defaultText: "none",
        expectation: "a text of at most 200 characters, %n in it for the number of the frame and %% for a percent sign",
        help: "write TEXT under each frame, with its number, from 1 on, in the place of %n"
    ) { CaptionTemplate($0) }
    static let every = Option.integer(
        "every", value: "N", default: 1, in: 1...Int(Int32.max),
        help: "count in steps of N, as the frames of vae-fit --frames-every N are apart")

    private let template: CaptionTemplate
    private let every: Int
    private let background: Color
    private let scale: Int
    private let typesetter = Typesetter()
    private var frames = 0
    /// Of the letters; nil before the first frame.
    private var size: Double?

    /// nil where none are asked for.
    ///
    /// - Throws: `UsageError` where the numbers are told, but not the text.
    init?(_ arguments: Arguments, _ layout: GridLayout) throws {
        guard let template = arguments[Self.caption] else {
            if arguments.isGiven(Self.every) { throw UsageError("--every needs --caption") }
            return nil
        }
        (self.template, every) = (template, arguments[Self.every])
        (background, scale) = (layout.background ?? .black, layout.scale)
    }

    /// The frame with its text. Throws `GridError` where the text would be too small to be read, or `LetteringError`.
    mutating func captioned(_ frame: Image) throws -> Image {
        frames += 1
        // Numbers up to there have room.
        let widest = template.text(99_999)
        let size = try size ?? Captions.size(of: widest, under: frame, scale: scale, by: typesetter)
        self.size = size
        let stencil = try typesetter.stencil(template.text(frames * every), size: size)
        return frame.captioned(stencil, on: background)
    }
}
