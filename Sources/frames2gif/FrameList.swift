import Drawing

/// All frames in memory, with the palette that suits them together.
struct FrameList {
    /// nil when every frame is grey.
    let palette: Palette?
    private var frames: ArraySlice<Image>

    init(reading source: inout FrameSource, colors: Int) throws {
        var all: [Image] = []
        var histogram = ColorHistogram()
        while let frame = try source.next() {
            if frame.channels == .rgb { histogram.add(frame) }
            all.append(frame)
        }
        palette = all.contains { $0.channels == .rgb } ? .best(for: histogram, count: colors) : nil
        frames = all[...]
    }

    mutating func next() -> Image? { frames.popFirst() }
}
