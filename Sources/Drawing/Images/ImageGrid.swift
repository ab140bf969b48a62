/// Images of one size collected tile by tile, then drawn side by side in reading order.
public struct ImageGrid: Sendable {
    /// The widest and highest picture and the most pixels that are drawn; a larger one opens in few programs.
    public static let maximumPixels = 1 << 28

    public let format: TileFormat
    public let layout: GridLayout
    private var tiles: [UInt8] = []

    public init(format: TileFormat, layout: GridLayout) {
        self.format = format
        self.layout = layout
    }

    /// The number of images collected.
    public var count: Int { tiles.count / format.samplesPerTile }

    /// Adds images: whole tiles of 8-bit samples.
    public mutating func append(_ samples: [UInt8]) {
        precondition(samples.count % format.samplesPerTile == 0, "a grid takes whole tiles")
        tiles += samples
    }

    /// Throws `GridError` once there are more tiles than any picture holds.
    public func checkSize() throws {
        let samples = ImageGrid.maximumPixels * format.channels.rawValue
        guard tiles.count <= samples / (layout.scale * layout.scale) else { throw GridError.tooLarge(tiles: count) }
    }

    public mutating func removeAll() { tiles.removeAll(keepingCapacity: true) }

    /// The picture of the tiles collected. `places` asks for room for more tiles than there are (the frames of one
    /// animation share a size).
    ///
    /// Throws `GridError` when the picture would be too large.
    public func image(places: Int? = nil) throws -> Image {
        let (rows, columns) = layout.shape(
            tiles: max(places ?? count, count), width: format.width, height: format.height)
        let width = try extent(columns, of: format.width)
        let height = try extent(rows, of: format.height)
        let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
        guard !overflow, pixels <= ImageGrid.maximumPixels else { throw GridError.tooLarge(tiles: count) }

        var canvas = Canvas(width: width, height: height, channels: channels, background: layout.background)
        for tile in 0..<count {
            draw(
                tile, into: &canvas, left: tile % columns * (format.width + layout.padding) * layout.scale,
                top: tile / columns * (format.height + layout.padding) * layout.scale)
        }
        return Image(width: width, height: height, channels: channels, samples: canvas.samples)
    }

    /// Grey tiles on a coloured background need a colour picture; RGBA tiles stay RGBA unless a background is named.
    private var channels: Image.Channels {
        switch (format.channels, layout.background) {
        case (.grey, let color?) where !color.isGrey: .rgb
        case (.rgba, .some): .rgb
        default: format.channels
        }
    }

    private func extent(_ tiles: Int, of size: Int) throws -> Int {
        let (pitch, a) = size.addingReportingOverflow(layout.padding)
        let (all, b) = pitch.multipliedReportingOverflow(by: tiles)
        let (scaled, c) = (all - (b ? 0 : layout.padding)).multipliedReportingOverflow(by: layout.scale)
        guard !a, !b, !c, scaled <= ImageGrid.maximumPixels else { throw GridError.tooLarge(tiles: count) }
        return scaled
    }

    private func draw(_ tile: Int, into canvas: inout Canvas, left: Int, top: Int) {
        let pixelBytes = format.channels.rawValue
        let start = tile * format.samplesPerTile
        for row in 0..<format.height {
            let rowStart = start + row * format.width * pixelBytes
            let source = Array(tiles[rowStart..<rowStart + format.width * pixelBytes])
            let line = canvas.row(source, of: format.channels, scale: layout.scale)
            for copy in 0..<layout.scale { canvas.put(line, left: left, top: top + row * layout.scale + copy) }
        }
    }
}

/// A picture that cannot be laid out.
public enum GridError: Error, CustomStringConvertible, Equatable {
    case tooLarge(tiles: Int)
    case noImages(stream: String)

    public var description: String {
        switch self {
        case .tooLarge(let tiles):
            "\(tiles) images laid out so make a picture of more than \(ImageGrid.maximumPixels >> 20) Mpixel; "
                + "take fewer (idx-cat --take) or scale less"
        case .noImages(let stream): "\(stream): there are no images"
        }
    }
}
