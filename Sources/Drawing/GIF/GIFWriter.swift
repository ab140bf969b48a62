import CGIF
import TensorStreams

/// Writes an animated GIF frame by frame, each as soon as it is known, in constant memory.
///
/// GIF89a (CompuServe, 1990), with the NETSCAPE2.0 application extension for repeats. Of a frame after the first only the
/// rectangle that differs from the frame before is stored.
public final class GIFWriter {
    /// How an animation is written.
    public struct Options: Sendable {
        /// Hundredths of a second that a frame stays.
        public var delay: Int
        /// How often the animation plays; 0 is for ever.
        public var plays: Int
        /// The most colours of a palette, 2 to 256: fewer make a smaller file.
        public var colors: Int
        /// Whether colours that the palette lacks are mixed by error diffusion.
        public var dithered: Bool

        public init(delay: Int = 20, plays: Int = 0, colors: Int = 256, dithered: Bool = false) {
            self.delay = delay
            self.plays = plays
            self.colors = colors
            self.dithered = dithered
        }
    }

    private let output: ByteWriter
    private let options: Options
    private let sharedPalette: Palette?
    private var sharedMatcher: PaletteMatcher?
    /// The palette of grey frames.
    private let greys: Palette
    private lazy var greyMatcher = PaletteMatcher(greys)
    private var encoder: GIFEncoder?
    /// The palette at the head of the file, which frames with another override.
    private var globalPalette: Palette?
    private var previous: Image?
    private var frames = 0

    /// - Parameter palette: the palette of all frames; nil gives each frame the palette that suits it best.
    public init(_ output: ByteWriter, palette: Palette? = nil, options: Options) {
        self.output = output
        self.options = options
        sharedPalette = palette
        greys = .grey(levels: options.colors)
        sharedMatcher = palette.map { PaletteMatcher($0) }
    }

    /// Appends a frame, grey or RGB, and hands it to the system at once; all frames share one size.
    ///
    /// Throws `GIFError`, and what the output throws.
    public func write(_ frame: Image) throws {
        let encoder = try encoder(for: frame)
        if let previous {
            guard frame.width == previous.width, frame.height == previous.height else {
                throw GIFError.wrongSize(
                    frame: frames + 1, width: frame.width, height: frame.height, expectedWidth: previous.width,
                    expectedHeight: previous.height)
            }
        }
        let change = previous.map { frame.rectangle(differingFrom: $0) } ?? Rectangle(of: frame)
        let part = frame.cropped(to: change)
        let (indices, palette) = indexed(part)
        try encoder.write(
            indices, in: change, palette: palette == globalPalette ? nil : palette, delay: options.delay)
        try output.write(encoder.takeBytes())
        try output.flush()
        previous = frame
        frames += 1
    }

    /// Writes the end of the GIF. The caller finishes the output.
    public func finish() throws {
        guard let encoder else { return }
        try encoder.close()
        try output.write(encoder.takeBytes())
    }

    private func encoder(for frame: Image) throws -> GIFEncoder {
        if let encoder { return encoder }
        globalPalette = sharedPalette ?? (frame.channels == .grey ? greys : nil)
        let made = try GIFEncoder(
            width: frame.width, height: frame.height, palette: globalPalette, plays: options.plays)
        encoder = made
        return made
    }

    private func indexed(_ image: Image) -> ([UInt8], Palette) {
        if image.channels == .grey, sharedPalette == nil {
            if greys == .grey { return (image.samples, .grey) }
            return (greyMatcher.indices(of: image.inColor, dithered: options.dithered), greys)
        }
        let colored = image.inColor
        if sharedMatcher != nil, let sharedPalette {
            return (sharedMatcher?.indices(of: colored, dithered: options.dithered) ?? [], sharedPalette)
        }
        var histogram = ColorHistogram()
        histogram.add(colored)
        let palette = Palette.best(for: histogram, count: options.colors)
        var matcher = PaletteMatcher(palette)
        return (matcher.indices(of: colored, dithered: options.dithered), palette)
    }
}
