import Drawing

/// A part of a picture, in pixels of it that need not be whole.
struct PicturePart: Equatable {
    var left: Double
    var top: Double
    var width: Double
    var height: Double
}

extension Image {
    /// The part of the picture at the size's pixels. Pixels outside the part have no influence on it.
    func resampled(_ part: PicturePart, to size: PictureSize, _ filters: LanczosCache) -> Image {
        let columns = Image.pixels(from: part.left, length: part.width, of: width)
        let rows = Image.pixels(from: part.top, length: part.height, of: height)
        let bytes = channels.rawValue
        let (left, top) = (part.left - Double(columns.lowerBound), part.top - Double(rows.lowerBound))
        let across = filters.weights(start: left, length: part.width, count: columns.count, size: size.width)
        let down = filters.weights(start: top, length: part.height, count: rows.count, size: size.height)
        // The filter knows one direction, down; so the picture lies on its side at first.
        let block = PixelBlock(
            start: (rows.lowerBound * width + columns.lowerBound) * bytes, rows: rows.count, columns: columns.count,
            stride: width * bytes, bytes: bytes)
        let narrow = across.blend(rowsOf: block.transposed(samples), width: rows.count * bytes)
        let turned = PixelBlock(
            start: 0, rows: size.width, columns: rows.count, stride: rows.count * bytes, bytes: bytes)
        let samples = down.blend(rowsOf: turned.transposed(narrow), width: size.width * bytes)
        return Image(width: size.width, height: size.height, channels: channels, samples: samples)
    }

    /// The pixels of a line that a part of it touches.
    private static func pixels(from start: Double, length: Double, of count: Int) -> Range<Int> {
        let first = min(max(Int(start.rounded(.down)), 0), count - 1)
        return first..<min(max(Int((start + length).rounded(.up)), first + 1), count)
    }
}
