/// The images of one or several streams on one page, each stream in reading order.
public struct ContactSheet: Sendable {
    /// How several streams share a page.
    public enum Arrangement: Sendable {
        /// A row of the first stream, under it the same row of the second, and so on; then the next rows.
        case rows
        /// A grid for each stream, beside one another.
        case blocks
        /// A grid for each stream, one above another.
        case stack
    }

    /// The widest and highest picture and the most pixels that are drawn; a larger one opens in few programs.
    public static let maximumPixels = 1 << 28

    private let streams: [Tiles]
    private let layout: GridLayout
    private let arrangement: Arrangement
    private let captions: Captions

    /// Images in rows must be as many in each stream and of one size, though some may be grey and others coloured.
    ///
    /// Throws `GridError`, also for a stream without images.
    public init(
        _ streams: [Tiles], layout: GridLayout, arrangement: Arrangement = .rows, captions: Captions = Captions()
    ) throws {
        self.streams = streams
        self.layout = layout
        self.arrangement = arrangement
        self.captions = captions
        for stream in streams {
            if stream.count == 0 { throw GridError.noImages(stream: stream.name) }
            if arrangement == .rows { try stream.checkFits(under: streams[0]) }
        }
    }

    /// The picture. `places` asks for room for more tiles than there are (the frames of one animation share a size).
    ///
    /// Throws `GridError` when the picture would be too large.
    public func image(places: Int = 0) throws -> Image {
        let plan = try SheetPlan(streams, layout, arrangement, captions, places: places)
        var canvas = Canvas(width: plan.width, height: plan.height, channels: channels, background: background)
        for (stream, grid) in zip(streams, plan.grids) {
            for tile in 0..<stream.count { draw(tile, of: stream, at: grid.place(of: tile), on: &canvas) }
        }
        let ink = (background ?? .black).ink
        for name in plan.names { canvas.put(captions.names[name.stream], at: name.place, color: ink) }
        for (label, place) in zip(captions.labels, plan.labels) { canvas.put(label, at: place, color: ink) }
        return Image(width: plan.width, height: plan.height, channels: channels, samples: canvas.samples)
    }

    /// Text needs something to stand out from.
    private var background: Color? { layout.background ?? (captions.isEmpty ? nil : .black) }

    /// The simplest that holds all images and the background; opacity stays until there is a background to show through.
    private var channels: Image.Channels {
        let kinds = streams.map(\.format.channels)
        if background == nil && kinds.contains(.rgba) { return .rgba }
        let isGrey = kinds.allSatisfy { $0 == .grey } && background?.isGrey ?? true
        return isGrey ? .grey : .rgb
    }

    private func draw(_ tile: Int, of stream: Tiles, at place: Place, on canvas: inout Canvas) {
        for row in 0..<stream.format.height {
            let line = canvas.row(stream.row(row, of: tile), of: stream.format.channels, scale: layout.scale)
            for copy in 0..<layout.scale {
                canvas.put(line, left: place.left, top: place.top + row * layout.scale + copy)
            }
        }
    }
}

extension Tiles {
    fileprivate func checkFits(under first: Tiles) throws {
        let (size, firstSize) = (format.sizeText, first.format.sizeText)
        if size != firstSize { throw GridError.sizeDiffers(stream: name, size, first: first.name, firstSize) }
        if count != first.count { throw GridError.countDiffers(stream: name, count, first: first.name, first.count) }
    }
}
