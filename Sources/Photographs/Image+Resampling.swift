import Drawing

/// A square part of a picture, in pixels of it that need not be whole.
struct SquarePart: Equatable {
    var left: Double
    var top: Double
    var side: Double
}

extension Image {
    /// The part of the picture at `size`×`size` pixels. Pixels outside the part have no influence on it.
    func resampled(_ part: SquarePart, size: Int) -> Image {
        let columns = Image.pixels(from: part.left, length: part.side, of: width)
        let rows = Image.pixels(from: part.top, length: part.side, of: height)
        let bytes = channels.rawValue
        let whole = cropped(
            to: Rectangle(left: columns.lowerBound, top: rows.lowerBound, width: columns.count, height: rows.count))
        let (left, top) = (part.left - Double(columns.lowerBound), part.top - Double(rows.lowerBound))
        let across = Lanczos(start: left, length: part.side, count: columns.count, size: size)
        let down =
            left == top && columns.count == rows.count
            ? across : Lanczos(start: top, length: part.side, count: rows.count, size: size)
        // The filter knows one direction, down; so the picture lies on its side at first.
        let side = Image.transposed(whole.samples, rows: rows.count, columns: columns.count, bytes: bytes)
        let narrow = across.blend(rowsOf: side, width: rows.count * bytes)
        let upright = Image.transposed(narrow, rows: size, columns: rows.count, bytes: bytes)
        let samples = down.blend(rowsOf: upright, width: size * bytes)
        return Image(width: size, height: size, channels: channels, samples: samples)
    }

    /// The pixels of a line that a part of it touches.
    private static func pixels(from start: Double, length: Double, of count: Int) -> Range<Int> {
        let first = min(max(Int(start.rounded(.down)), 0), count - 1)
        return first..<min(max(Int((start + length).rounded(.up)), first + 1), count)
    }

    /// Columns for rows; the `bytes` samples of a pixel stay together.
    private static func transposed(_ samples: [UInt8], rows: Int, columns: Int, bytes: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: samples.count) { result, filled in
            samples.withUnsafeBufferPointer { samples in
                for column in 0..<columns {
                    for row in 0..<rows {
                        let (target, source) = ((column * rows + row) * bytes, (row * columns + column) * bytes)
                        for sample in 0..<bytes { result[target + sample] = samples[source + sample] }
                    }
                }
            }
            filled = samples.count
        }
    }
}
