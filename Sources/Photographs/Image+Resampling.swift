import Drawing

/// A square part of a picture, in pixels of it that need not be whole.
struct SquarePart: Equatable {
    var left: Double
    var top: Double
    var side: Double
}

extension Image {
    /// The part of the picture at `size`×`size` pixels. Pixels outside the part have no influence on it.
    func resampled(_ part: SquarePart, size: Int, _ filters: LanczosCache) -> Image {
        let columns = Image.pixels(from: part.left, length: part.side, of: width)
        let rows = Image.pixels(from: part.top, length: part.side, of: height)
        let bytes = channels.rawValue
        let (left, top) = (part.left - Double(columns.lowerBound), part.top - Double(rows.lowerBound))
        let across = filters.weights(start: left, length: part.side, count: columns.count, size: size)
        let down = filters.weights(start: top, length: part.side, count: rows.count, size: size)
        // The filter knows one direction, down; so the picture lies on its side at first.
        let square = PixelBlock(
            start: (rows.lowerBound * width + columns.lowerBound) * bytes, rows: rows.count, columns: columns.count,
            stride: width * bytes, bytes: bytes)
        let narrow = across.blend(rowsOf: square.transposed(samples), width: rows.count * bytes)
        let turned = PixelBlock(
            start: 0, rows: size, columns: rows.count, stride: rows.count * bytes, bytes: bytes)
        let samples = down.blend(rowsOf: turned.transposed(narrow), width: size * bytes)
        return Image(width: size, height: size, channels: channels, samples: samples)
    }

    /// The pixels of a line that a part of it touches.
    private static func pixels(from start: Double, length: Double, of count: Int) -> Range<Int> {
        let first = min(max(Int(start.rounded(.down)), 0), count - 1)
        return first..<min(max(Int((start + length).rounded(.up)), first + 1), count)
    }
}
