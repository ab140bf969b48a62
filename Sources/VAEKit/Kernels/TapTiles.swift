/// Up to 32 source channels of one tap × one or two panels of target channels.
struct TapTiles: GradientTiles {
    let connections: Connections
    let source: UnsafePointer<Float>
    /// From one row of the source to the next.
    let stride: Int
    /// Those that are summed over.
    let columns: Int

    private static var block: Int { 32 }
    private var blocks: Int { (connections.sourceChannels + Self.block - 1) / Self.block }
    private var pairs: Int { (connections.panels + 1) / 2 }

    /// Pairs of panels in turn: a thread's weights are the same ones that it multiplies with in the forward pass.
    var count: Int { pairs * connections.taps * blocks }

    @inline(__always)
    func sum(_ tile: Int, over pixels: Range<Int>, panels: UnsafePointer<Float>, into sink: some ValueSink) {
        let panel = tile / (connections.taps * blocks) * 2
        let tap = tile / blocks % connections.taps
        let first = tile % blocks * Self.block
        connections.links.withUnsafeBufferPointer { links in
            let product = TapProduct(
                source: source, target: panels + panel * columns * Tensor.lanes, sink: sink,
                place: (panel * connections.weightRows + tap * connections.sourceChannels) * Tensor.lanes,
                stride: stride, columns: columns,
                sourceChannels: connections.sourceChannels, targetRows: connections.panels * columns,
                firstPixel: pixels.lowerBound, run: connections.weightRows * Tensor.lanes,
                links: UnsafeBufferPointer(rebasing: links[connections.links(of: tap, to: pixels)]))
            product.cover(
                rows: first..<min(first + Self.block, connections.sourceChannels),
                columns: panel + 1 < connections.panels ? 2 * Tensor.lanes : Tensor.lanes)
        }
    }
}

/// Limited by the multiply-add.
private struct TapProduct<Sink: ValueSink>: TiledProduct {
    let source: UnsafePointer<Float>
    let target: UnsafePointer<Float>
    let sink: Sink
    let place: Int
    let stride: Int
    let columns: Int
    let sourceChannels: Int
    /// Vectors of the transposed target for one pixel.
    let targetRows: Int
    /// The target pixel that `target` begins with.
    let firstPixel: Int
    /// From one panel's weights to the next one's.
    let run: Int
    let links: UnsafeBufferPointer<Connections.Link>

    @inline(__always)
    func compute<T: Tile>(_: T.Type, row: Int, column: Int) {
        var tile = T()
        for link in links {
            tile.add(
                scalars: source + (link.first * sourceChannels + row) * stride, rowStride: stride, depthStride: 1,
                values: target + ((link.second - firstPixel) * targetRows + column / Tensor.lanes * columns)
                    * Tensor.lanes,
                valueStride: Tensor.lanes, run: columns * Tensor.lanes, depth: columns)
        }
        let place = place + column / Tensor.lanes * run + row * Tensor.lanes
        tile.forEach(from: place, rowStride: Tensor.lanes, run: run) { sink.take($1, at: $0) }
    }
}
