import Threads

/// The gradient of the weights: 16 sums over the blocks of what the factors met on the way forward, 25 products for each.
extension StridedWinograd {
    /// Parts of the blocks that are summed apart, whatever the number of threads.
    private static let gradientParts = 8
    private static let targetValues = 9
    private static var sourceStride: Int { channelStride(StridedForward.values * StridedForward.values) }
    /// From a column of a transformed block of the target to the next one, values × 16 channels, and from panel to panel.
    private static let columnStride = targetValues * 16
    private static let panelStride = width * columnStride + 16
    /// Floats in half a megabyte.
    private static let cacheNumbers = 1 << 17

    /// Whether the blocks outweigh the sums of the parts, which must be read again.
    func paysBack(_ columns: Int) -> Bool { takes(columns) && blocks * columns >= 1024 }

    func gradientWorkCount(_ columns: Int) -> Int { edgeCount(columns) + Self.gradientParts * roomOfPart }

    private var roomOfPart: Int { factorCount + blocksAtOnce * (roomOfSource + roomOfTarget) + roomOfPixels }
    /// Numbers of a transformed block of the source, and of the target.
    private var roomOfSource: Int { source.channels * Self.sourceStride }
    private var roomOfTarget: Int { panels * Self.panelStride }
    private var roomOfPixels: Int { 4 * panels * 16 * Self.width }

    /// Blocks that are done at a time, so that they stay in a core's second cache.
    private var blocksAtOnce: Int { max(1, Self.cacheNumbers / (roomOfSource + roomOfTarget)) }

    /// `Connections.weightGradient`.
    @inline(never) func weightGradient<Sink: ValueSink>(
        _ source: Tensor, _ target: Tensor, into sink: Sink, columns: Int, work: MutableTensor, team: ThreadTeam
    ) {
        precondition(work.count >= gradientWorkCount(columns), "the work space is too small")
        let (source, target, edge) = (source.pointer, target.pointer, work.pointer)
        edge.update(repeating: 0, count: edgeCount(columns))
        let (sums, parts) = (edge + edgeCount(columns), Self.gradientParts)
        team.forEach(parts) { part in
            let range = (0..<blocks).part(part, of: parts)
            StridedWinogradTransforms.gradientTerms.terms.withUnsafeBufferPointer { terms in
                sum(range, terms, source, target, columns, edge, into: sums + part * roomOfPart)
            }
        }
        let (channels, stride) = (self.source.channels, panels * self.source.channels * 16)
        team.forEachRange(of: panels * channels, grain: 16) { range in
            for row in range {
                let first = row / channels * 9 * channels + row % channels
                StridedWinogradTransforms.weightGradients({ factor in
                    let place = sums + factor * stride + row * 16
                    var sum = loadVector(place)
                    for part in 1..<parts { sum += loadVector(place + part * roomOfPart) }
                    return sum
                }) { sink.take($1, at: (first + $0 * channels) * 16) }
            }
        }
    }

    /// The sums over a range of the blocks, a few at a time.
    private func sum(
        _ blocks: Range<Int>, _ terms: UnsafeBufferPointer<ProductTerms.Term>, _ source: UnsafePointer<Float>,
        _ target: UnsafePointer<Float>, _ columns: Int, _ edge: UnsafePointer<Float>,
        into sums: UnsafeMutablePointer<Float>
    ) {
        let room = sums + factorCount
        for first in stride(from: blocks.lowerBound, to: blocks.upperBound, by: blocksAtOnce) {
            let some = first..<min(first + blocksAtOnce, blocks.upperBound)
            transform(some, source, target, columns, edge, room: room)
            if first == blocks.lowerBound {
                add(some.count, terms, columns, into: Store(target: sums), room: room)
            } else {
                add(some.count, terms, columns, into: Add(target: sums), room: room)
            }
        }
    }

    /// Transforms some blocks of both maps, the one to channels × values × columns, the other to panels × columns ×
    /// values × 16.
    private func transform(
        _ blocks: Range<Int>, _ source: UnsafePointer<Float>, _ target: UnsafePointer<Float>, _ columns: Int,
        _ edge: UnsafePointer<Float>, room: UnsafeMutablePointer<Float>
    ) {
        let results = room + blocksAtOnce * roomOfSource
        for (index, block) in blocks.enumerated() {
            let (y, x) = place(of: block)
            StridedForward.transform(
                self.source, y, x, source, columns: columns, edge: edge, stride: Self.sourceStride,
                into: room + index * roomOfSource)
            transform(
                y, x, target, columns, into: results + index * roomOfTarget,
                pixels: results + blocksAtOnce * roomOfTarget)
        }
    }

    /// The gradients at four pixels, which are turned first.
    private func transform(
        _ y: Int, _ x: Int, _ target: UnsafePointer<Float>, _ columns: Int,
        into results: UnsafeMutablePointer<Float>, pixels: UnsafeMutablePointer<Float>
    ) {
        let (channels, panel) = (self.target.channels, Self.width * 16)
        for index in 0..<4 {
            let turned = pixels + index * panels * panel
            let pixel = self.target.pixel(2 * y + index / 2, 2 * x + index % 2)
            guard pixel >= 0 else {
                turned.update(repeating: 0, count: panels * panel)
                continue
            }
            for first in stride(from: 0, to: channels, by: 16) {
                transposePanel(
                    target + (pixel * channels + first) * columns, stride: columns, turned + first * Self.width,
                    rows: min(16, channels - first), columns: columns)
            }
        }
        for index in 0..<panels {
            for column in 0..<columns {
                let from = pixels + index * panel + column * 16
                let to = results + index * Self.panelStride + column * Self.columnStride
                StridedWinogradTransforms.targetGradients({ loadVector(from + $0 * panels * panel) }) {
                    storeVector($1, to + $0 * 16)
                }
            }
        }
    }

    /// Adds the products of some blocks to all sums.
    private func add(
        _ blocks: Int, _ terms: UnsafeBufferPointer<ProductTerms.Term>, _ depth: Int, into sink: some ValueSink,
        room: UnsafePointer<Float>
    ) {
        var first = 0
        while first < terms.count {
            let sum = terms[first].sum
            var end = first
            while end < terms.count, terms[end].sum == sum { end += 1 }
            for panel in stride(from: 0, to: panels, by: 2) {
                let product = StridedGradientProduct(
                    terms: UnsafeBufferPointer(rebasing: terms[first..<end]), source: room,
                    target: room + blocksAtOnce * roomOfSource + panel * Self.panelStride,
                    sourceStride: roomOfSource, targetStride: roomOfTarget, channelStride: Self.sourceStride,
                    columnStride: Self.columnStride, panelStride: Self.panelStride, blocks: blocks, depth: depth,
                    sink: sink, place: (sum * panels + panel) * source.channels * 16, run: source.channels * 16)
                product.cover(rows: 0..<source.channels, columns: min(2, panels - panel) * 16)
            }
            first = end
        }
    }
}

/// Source channels × one or two panels of target channels of one sum.
private struct StridedGradientProduct<Sink: ValueSink>: TiledProduct {
    let terms: UnsafeBufferPointer<ProductTerms.Term>
    let source: UnsafePointer<Float>
    let target: UnsafePointer<Float>
    /// From one block to the next.
    let sourceStride: Int
    let targetStride: Int
    let channelStride: Int
    let columnStride: Int
    let panelStride: Int
    let blocks: Int
    let depth: Int
    let sink: Sink
    let place: Int
    /// From one panel's sums to the next one's.
    let run: Int

    @inline(__always)
    func compute<T: Tile>(_: T.Type, row: Int, column: Int) {
        var tile = T()
        for block in 0..<blocks {
            let source = source + block * sourceStride + row * channelStride
            let target = target + block * targetStride + column / 16 * panelStride
            for term in terms {
                tile.add(
                    scalars: source + term.first * StridedWinograd.width, rowStride: channelStride, depthStride: 1,
                    values: target + term.second * 16, valueStride: columnStride, run: panelStride, depth: depth)
            }
        }
        tile.forEach(from: place + column / 16 * run + row * 16, rowStride: 16, run: run) { sink.take($1, at: $0) }
    }
}
