extension Lanczos {
    /// Resizes down the columns: each row of the result is a weighted sum of rows of `samples`, rounded and clamped.
    ///
    /// Rows are `width` samples long and follow each other without gaps, before and after.
    func blend(rowsOf samples: [UInt8], width: Int) -> [UInt8] {
        let last = windows.map(\.upperBound).max() ?? 0
        precondition(last * width <= samples.count, "rows outside the picture")
        return [UInt8](unsafeUninitializedCapacity: windows.count * width) { result, filled in
            samples.withUnsafeBufferPointer { samples in
                for (place, window) in windows.enumerated() {
                    let rows = samples[(window.lowerBound * width)..<(window.upperBound * width)]
                    let target = result[(place * width)..<((place + 1) * width)]
                    weights.withUnsafeBufferPointer { weights in
                        Lanczos.sum(
                            UnsafeBufferPointer(rebasing: rows),
                            UnsafeBufferPointer(rebasing: weights[(place * stride)..<(place * stride + window.count)]),
                            into: UnsafeMutableBufferPointer(rebasing: target))
                    }
                }
            }
            filled = windows.count * width
        }
    }

    /// One row of the result: the sum of as many rows as there are weights, each as long as the result.
    private static func sum(
        _ rows: UnsafeBufferPointer<UInt8>, _ weights: UnsafeBufferPointer<Float>,
        into result: UnsafeMutableBufferPointer<UInt8>
    ) {
        let width = result.count
        let samples = UnsafeRawBufferPointer(rows)
        var column = 0
        while column + 16 <= width {
            var sum = SIMD16<Float>(repeating: 0.5)
            for (row, weight) in weights.enumerated() {
                let sixteen = samples.loadUnaligned(fromByteOffset: row * width + column, as: SIMD16<UInt8>.self)
                sum.addProduct(SIMD16(repeating: weight), SIMD16<Float>(sixteen))
            }
            let levels = SIMD16<Int32>(sum.clamped(lowerBound: .zero, upperBound: SIMD16(repeating: 255)))
            UnsafeMutableRawBufferPointer(result).storeBytes(
                of: SIMD16<UInt8>(truncatingIfNeeded: levels), toByteOffset: column, as: SIMD16<UInt8>.self)
            column += 16
        }
        for column in column..<width {
            var sum: Float = 0.5
            for (row, weight) in weights.enumerated() { sum += weight * Float(rows[row * width + column]) }
            result[column] = UInt8(min(max(sum, 0), 255))
        }
    }
}
