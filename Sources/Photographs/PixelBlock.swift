/// A rectangle of pixels among the samples of a picture.
struct PixelBlock {
    /// Where its first sample stands.
    let start: Int
    let rows: Int
    let columns: Int
    /// From one row to the next, in samples.
    let stride: Int
    /// The samples of a pixel.
    let bytes: Int

    /// Columns for rows; the samples of a pixel stay together.
    func transposed(_ samples: [UInt8]) -> [UInt8] {
        precondition(start + (rows - 1) * stride + columns * bytes <= samples.count, "pixels outside the picture")
        let count = rows * columns * bytes
        return [UInt8](unsafeUninitializedCapacity: count) { result, filled in
            samples.withUnsafeBytes { samples in
                let result = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(result)[..<count])
                if bytes == 3 { moveTriples(samples, to: result) } else { moveSamples(samples, to: result) }
            }
            filled = count
        }
    }

    private func moveSamples(_ samples: UnsafeRawBufferPointer, to result: UnsafeMutableRawBufferPointer) {
        var target = 0
        for column in 0..<columns {
            for row in 0..<rows {
                let source = start + row * stride + column * bytes
                for sample in 0..<bytes { result[target + sample] = samples[source + sample] }
                target += bytes
            }
        }
    }

    /// Moves four bytes for each pixel of three, one load and one store instead of three: the fourth is where the next
    /// pixel's first will come. The last pixel, which has no next, goes alone.
    private func moveTriples(_ samples: UnsafeRawBufferPointer, to result: UnsafeMutableRawBufferPointer) {
        var target = 0
        for column in 0..<columns {
            var source = start + column * 3
            for _ in 0..<(column < columns - 1 ? rows : rows - 1) {
                let pixel = samples.loadUnaligned(fromByteOffset: source, as: UInt32.self)
                result.storeBytes(of: pixel, toByteOffset: target, as: UInt32.self)
                target += 3
                source += stride
            }
        }
        let last = start + (rows - 1) * stride + (columns - 1) * 3
        for sample in 0..<3 { result[target + sample] = samples[last + sample] }
    }
}
