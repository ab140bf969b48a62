import Drawing

extension Captions {
    /// Thirteen pixels to the em at the scales 1 and 2, and more where each pixel of an image becomes more.
    private static func size(atScale scale: Int) -> Double { 13 * max(1, Double(scale) / 2) }
    /// Smaller digits cannot be read.
    private static let smallestText = 6.0

    /// Sets the names of the streams. `rowHeight`, in pixels of the picture, is what a name has to itself where it stands
    /// beside a row of images; no letter reaches beyond it.
    ///
    /// Throws `LetteringError`.
    public mutating func setNames(_ texts: [String], scale: Int, rowHeight: Int?, by typesetter: Typesetter) throws {
        let wanted = Captions.size(atScale: scale)
        let room = rowHeight.map { (Double($0) - 1) / typesetter.lineHeight(size: wanted) } ?? 1
        let size = wanted * min(1, max(room, 0.05))
        names = try texts.map { try typesetter.stencil($0, size: size) }
    }

    /// Sets the labels of images of one format, small enough that each leaves a pixel of its image's width on either side:
    /// at the edges of the picture there is no more room than that.
    ///
    /// Throws `LetteringError`, or `GridError` where they would be too small to be read.
    public mutating func setLabels(
        _ labels: [String], under format: TileFormat, layout: GridLayout, by typesetter: Typesetter
    ) throws {
        let most = Captions.size(atScale: layout.scale)
        let wanted = min(most, max(9, 0.22 * Double(format.height * layout.scale)))
        // A sign as wide as a digit.
        let texts = labels.map { Int($0) ?? 0 < 0 ? "−\($0.dropFirst())" : $0 }
        let different = Set(texts)
        let widths = different.map { (width: typesetter.width(of: $0, size: wanted), text: $0) }
        guard let widest = widths.max(by: { ($0.width, $0.text) < ($1.width, $1.text) }) else { return }
        let room = Double(format.width * layout.scale - 2)
        let size = min(wanted, wanted * room / widest.width)
        guard size >= Captions.smallestText else {
            let factor = (Captions.smallestText / wanted * widest.width + 2) / Double(format.width)
            throw GridError.noRoomForLabels(widest: widest.text, scale: Int(factor.rounded(.up)))
        }
        let stencils = try Dictionary(
            uniqueKeysWithValues: different.map { ($0, try typesetter.stencil($0, size: size)) })
        self.labels = texts.compactMap { stencils[$0] }
    }

    /// The size of a text that stands under a picture, small enough that two pixels are left on either side.
    ///
    /// - Parameter scale: how many pixels of the picture are one of an image.
    /// - Throws: `GridError` where it would be too small to be read.
    public static func size(
        of text: String, under picture: Image, scale: Int, by typesetter: Typesetter
    ) throws -> Double {
        let wanted = size(atScale: scale)
        let size = min(wanted, wanted * Double(picture.width - 4) / typesetter.width(of: text, size: wanted))
        guard size >= smallestText else { throw GridError.noRoomForText(text) }
        return size
    }
}
