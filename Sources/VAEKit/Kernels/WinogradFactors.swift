/// The transformed weights as a product reads them.
protocol WinogradFactors {
    /// Adds the products of the weights of some result channels at a factor with values of the transformed map.
    func add<T: Tile>(to tile: inout T, factor: Int, row: Int, values: UnsafePointer<Float>)
}

/// Rows are target channels.
struct ForwardFactors: WinogradFactors {
    let weights: UnsafePointer<Float>
    let panels: Int
    let channels: Int
    /// From one channel of the transformed map to the next one.
    let valueStride: Int

    @inline(__always)
    func add<T: Tile>(to tile: inout T, factor: Int, row: Int, values: UnsafePointer<Float>) {
        tile.add(
            scalars: weights + (factor * panels + row / 16) * channels * 16 + row % 16, rowStride: 1,
            depthStride: 16, values: values, valueStride: valueStride, depth: channels)
    }
}

/// Rows are source channels.
struct AdjointFactors: WinogradFactors {
    let weights: UnsafePointer<Float>
    let panels: Int
    let channels: Int
    let depth: Int
    /// From one channel of the transformed map to the next one.
    let valueStride: Int

    @inline(__always)
    func add<T: Tile>(to tile: inout T, factor: Int, row: Int, values: UnsafePointer<Float>) {
        var scalars = weights + (factor * panels * channels + row) * 16
        var values = values
        var rest = depth
        while rest > 0 {
            tile.add(
                scalars: scalars, rowStride: 16, depthStride: 1, values: values, valueStride: valueStride,
                depth: min(rest, 16))
            scalars += channels * 16
            values += 16 * valueStride
            rest -= 16
        }
    }
}
