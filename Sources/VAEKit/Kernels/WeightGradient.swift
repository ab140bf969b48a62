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
        let block = WeightGradientProduct<Sink>.block
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
                        source: source + first * columns, target: target + panel * columns * 16, sink: sink,
                        place: (panel * weightRows + tap * sourceChannels + first) * 16, columns: columns,
                        sourceChannels: sourceChannels, targetRows: panels * columns, run: weightRows * 16)
                    product.sum(
                        over: UnsafeBufferPointer(rebasing: links[linkStarts[tap]..<linkStarts[tap + 1]]),
                        rows: min(block, sourceChannels - first), columns: panel + 1 < panels ? 32 : 16)
                }
            }
        }
    }
}

/// Room on the stack for four of something.
private struct Fourfold<Part> {
    private var parts: (Part, Part, Part, Part)

    init(_ part: Part) { parts = (part, part, part, part) }
}

/// At most 32 source channels × one or two panels of target channels, for one tap.
///
/// A few pixel pairs at a time go through all of its tiles, while their values are in the first-level cache; limited by
/// the multiply-add. In between the sums wait in memory, 4 KB that never leave that cache.
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

    private var links = UnsafeBufferPointer<Connections.Link>(start: nil, count: 0)
    private var isFirst = true
    private var isLast = true
    private var sums: UnsafeMutablePointer<Float>?

    /// Rows, and columns, at most.
    static var block: Int { 32 }

    init(
        source: UnsafePointer<Float>, target: UnsafePointer<Float>, sink: Sink, place: Int, columns: Int,
        sourceChannels: Int, targetRows: Int, run: Int
    ) {
        (self.source, self.target, self.sink, self.place, self.columns) = (source, target, sink, place, columns)
        (self.sourceChannels, self.targetRows, self.run) = (sourceChannels, targetRows, run)
    }

    func sum(over all: UnsafeBufferPointer<Connections.Link>, rows: Int, columns width: Int) {
        // 32 rows and 32 columns of values for 128 items are 32 KB.
        let count = max(1, 128 / columns)
        var room = Fourfold(Fourfold(SIMD64<Float>()))
        withUnsafeMutableBytes(of: &room) { room in
            var part = self
            part.sums = room.assumingMemoryBound(to: Float.self).baseAddress
            var start = 0
            repeat {
                let end = min(start + count, all.count)
                part.links = UnsafeBufferPointer(rebasing: all[start..<end])
                (part.isFirst, part.isLast) = (start == 0, end == all.count)
                part.cover(rows: 0..<rows, columns: width)
                start = end
            } while start < all.count
        }
    }

    @inline(__always)
    func compute<T: Tile>(_: T.Type, row: Int, column: Int) {
        let room = sums.unsafelyUnwrapped + row * Self.block + column
        var tile = isFirst ? T() : T(loading: room, rowStride: Self.block)
        for link in links {
            tile.add(
                scalars: source + (link.first * sourceChannels + row) * columns, rowStride: columns, depthStride: 1,
                values: target + (link.second * targetRows + column / 16 * columns) * 16, valueStride: 16,
                run: columns * 16, depth: columns)
        }
        if isLast {
            tile.forEach(from: place + column / 16 * run + row * 16, rowStride: 16, run: run) { sink.take($1, at: $0) }
        } else {
            tile.forEach(from: 0, rowStride: Self.block, run: 16) { storeVector($1, room + $0) }
        }
    }
}
