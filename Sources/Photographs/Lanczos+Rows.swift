extension Lanczos {
    /// Resizes down the columns: each row of the result is a weighted sum of rows of `samples`, rounded and clamped.
    ///
    /// Rows are `width` samples long and follow each other without gaps, before and after.
    func blend(rowsOf samples: [UInt8], width: Int) -> [UInt8] {
        let last = windows.map(\.upperBound).max() ?? 0
        precondition(last * width <= samples.count, "rows outside the picture")
        var sums = [Float](repeating: 0, count: width)
        return [UInt8](unsafeUninitializedCapacity: windows.count * width) { result, filled in
            samples.withUnsafeBufferPointer { samples in
                sums.withUnsafeMutableBufferPointer { sums in
                    for (place, window) in windows.enumerated() {
                        sums.update(repeating: 0)
                        for (tap, row) in window.enumerated() {
                            let start = row * width
                            Lanczos.add(samples[start..<start + width], times: weights[place * stride + tap], to: sums)
                        }
                        let start = place * width
                        Lanczos.round(sums, into: result[start..<start + width])
                    }
                }
            }
            filled = windows.count * width
        }
    }

    // Loops as plain as these two the compiler turns into vector instructions.

    private static func add(
        _ row: Slice<UnsafeBufferPointer<UInt8>>, times weight: Float, to sums: UnsafeMutableBufferPointer<Float>
    ) {
        let row = UnsafeBufferPointer(rebasing: row)
        for column in 0..<sums.count { sums[column] += weight * Float(row[column]) }
    }

    private static func round(
        _ sums: UnsafeMutableBufferPointer<Float>, into result: Slice<UnsafeMutableBufferPointer<UInt8>>
    ) {
        let result = UnsafeMutableBufferPointer(rebasing: result)
        // A small number added to 2²³ is rounded, and stands in the lowest bits of the sum.
        for column in 0..<sums.count {
            result[column] = UInt8(truncatingIfNeeded: (min(max(sums[column], 0), 255) + 8_388_608).bitPattern)
        }
    }
}
