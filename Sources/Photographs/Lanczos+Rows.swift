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
                        sum(window, of: samples, firstWeight: place * stride, into: sums)
                        let start = place * width
                        Lanczos.round(sums, into: result[start..<start + width])
                    }
                }
            }
            filled = windows.count * width
        }
    }

    /// Four rows at a time, so that the sums are read and written a quarter as often; each sum is added up in the same
    /// order as row by row.
    private func sum(
        _ window: Range<Int>, of samples: UnsafeBufferPointer<UInt8>, firstWeight: Int,
        into sums: UnsafeMutableBufferPointer<Float>
    ) {
        let width = sums.count
        func row(_ tap: Int) -> UnsafeBufferPointer<UInt8> {
            let start = (window.lowerBound + tap) * width
            return UnsafeBufferPointer(rebasing: samples[start..<start + width])
        }
        sums.update(repeating: 0)
        var tap = 0
        while tap < window.count {
            let weight = firstWeight + tap
            if tap + 4 <= window.count {
                let four = SIMD4(weights[weight], weights[weight + 1], weights[weight + 2], weights[weight + 3])
                Lanczos.add(row(tap), row(tap + 1), row(tap + 2), row(tap + 3), times: four, to: sums)
                tap += 4
            } else {
                Lanczos.add(row(tap), times: weights[weight], to: sums)
                tap += 1
            }
        }
    }

    // Loops as plain as these three the compiler turns into vector instructions.

    private static func add(
        _ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>, _ c: UnsafeBufferPointer<UInt8>,
        _ d: UnsafeBufferPointer<UInt8>, times weights: SIMD4<Float>, to sums: UnsafeMutableBufferPointer<Float>
    ) {
        let (p, q, r, s) = (weights[0], weights[1], weights[2], weights[3])
        for i in 0..<sums.count {
            sums[i] = sums[i] + p * Float(a[i]) + q * Float(b[i]) + r * Float(c[i]) + s * Float(d[i])
        }
    }

    private static func add(
        _ row: UnsafeBufferPointer<UInt8>, times weight: Float, to sums: UnsafeMutableBufferPointer<Float>
    ) {
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
