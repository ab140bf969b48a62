/// The gradient of a linear layer's weights, which runs over sixteen target channels at a time and sums over the items.
extension Connections {
    /// `gradient[m][tap, c] = Σ source[q][c] · target[p][m]` over the pixel pairs that the tap joins and over all items.
    ///
    /// - Parameters:
    ///   - transposedTarget: target pixels × panels × columns × 16, as `transposeToPanels` makes it.
    ///   - sink: takes the gradient of each weight at the weight's place.
    func weightGradient<Sink: ValueSink>(
        source: Tensor, transposedTarget: Tensor, into sink: Sink, columns: Int, team: ThreadTeam
    ) {
        if hasFewChannels && columns <= Self.edge.count {
            return weightGradientOfAllTaps(
                source: source, transposedTarget: transposedTarget, into: sink, columns: columns, team: team)
        }
        let block = 32
        let blocks = (sourceChannels + block - 1) / block
        let pairs = (panels + 1) / 2
        let (source, target) = (source.pointer, transposedTarget.pointer)
        team.forEachRange(of: taps * blocks * pairs) { range in
            links.withUnsafeBufferPointer { links in
                for index in range {
                    let tap = index / pairs / blocks
                    let first = index / pairs % blocks * block
                    let panel = index % pairs * 2
                    let product = WeightGradientProduct(
                        source: source, target: target + panel * columns * 16, sink: sink,
                        place: (panel * weightRows + tap * sourceChannels) * 16, columns: columns,
                        sourceChannels: sourceChannels, targetRows: panels * columns, run: weightRows * 16,
                        links: UnsafeBufferPointer(rebasing: links[linkStarts[tap]..<linkStarts[tap + 1]]))
                    product.cover(
                        rows: first..<min(first + block, sourceChannels), columns: panel + 1 < panels ? 32 : 16)
                }
            }
        }
    }
}

/// Some source channels × one or two panels of target channels, for one tap; limited by the multiply-add.
private struct WeightGradientProduct<Sink: ValueSink>: TiledProduct {
    let source: UnsafePointer<Float>
    let target: UnsafePointer<Float>
    let sink: Sink
    let place: Int
    let columns: Int
    let sourceChannels: Int
    /// Vectors of the transposed target for one pixel.
    let targetRows: Int
    /// From one panel's weights to the next one's.
    let run: Int
    let links: UnsafeBufferPointer<Connections.Link>

    @inline(__always)
    func compute<T: Tile>(_: T.Type, row: Int, column: Int) {
        var tile = T()
        for link in links {
            tile.add(
                scalars: source + (link.first * sourceChannels + row) * columns, rowStride: columns, depthStride: 1,
                values: target + (link.second * targetRows + column / 16 * columns) * 16, valueStride: 16,
                run: columns * 16, depth: columns)
        }
        tile.forEach(from: place + column / 16 * run + row * 16, rowStride: 16, run: run) { sink.take($1, at: $0) }
    }
}
