import Threads

/// The gradient of the weights: the adjoint of the way forward, with the same few products.
extension Winograd {
    /// Parts of the blocks that are summed apart, whatever the number of threads.
    private static let gradientParts = 8
    /// From a column of a transformed block of the target to the next one, frequencies × 16 channels, and from panel to panel.
    static let columnStride = frequencies * 16 + 16
    static let panelStride = width * columnStride
    /// Floats in half a megabyte.
    private static let cacheNumbers = 1 << 17

    /// Whether the blocks outweigh the sums of the parts, which must be read again.
    func paysBack(_ columns: Int) -> Bool { forwardBlocks.count * columns >= 16 * Self.width }

    func gradientWorkCount(_ columns: Int) -> Int { edgeCount(columns) + Self.gradientParts * roomOfPart }

    private var roomOfPart: Int { weightCount + blocksAtOnce * (roomOfMap + roomOfResult) + roomOfPixels }
    /// Numbers of a transformed block of the source, and of the target.
    private var roomOfMap: Int { source.channels * Self.channelStride }
    private var roomOfResult: Int { panels * Self.panelStride }
    private var roomOfPixels: Int { 4 * panels * 16 * Self.width }

    /// Blocks that are done at a time, so that they stay in a core's second cache.
    private var blocksAtOnce: Int { max(1, Self.cacheNumbers / (roomOfMap + roomOfResult)) }

    /// `Connections.weightGradient`.
    func weightGradient<Sink: ValueSink>(
        _ source: Tensor, _ target: Tensor, into sink: Sink, columns: Int, work: MutableTensor, team: ThreadTeam
    ) {
        precondition(work.count >= gradientWorkCount(columns), "the work space is too small")
        let (source, target, edge) = (source.pointer, target.pointer, work.pointer)
        edge.update(repeating: 0, count: edgeCount(columns))
        let (sums, parts) = (edge + edgeCount(columns), Self.gradientParts)
        team.forEach(parts) { part in
            let range = (0..<forwardBlocks.parts(columns)).part(part, of: parts)
            sum(range, source, target, columns, edge, into: sums + part * roomOfPart)
        }
        let (channels, stride) = (self.source.channels, panels * self.source.channels * 16)
        team.forEachRange(of: panels * channels, grain: 16) { range in
            for row in range {
                let first = row / channels * 9 * channels + row % channels
                WinogradTransforms.weightGradients({ frequency in
                    let place = sums + frequency * stride + row * 16
                    var sum = loadVector(place)
                    for part in 1..<parts { sum += loadVector(place + part * roomOfPart) }
                    return sum
                }) { sink.take($1, at: (first + $0 * channels) * 16) }
            }
        }
    }

    /// The sums over a range of the blocks, a few at a time.
    private func sum(
        _ parts: Range<Int>, _ source: UnsafePointer<Float>, _ target: UnsafePointer<Float>, _ columns: Int,
        _ edge: UnsafePointer<Float>, into sums: UnsafeMutablePointer<Float>
    ) {
        if parts.isEmpty { return sums.update(repeating: 0, count: weightCount) }
        let room = sums + weightCount
        var first = parts.lowerBound
        while first < parts.upperBound {
            // Blocks of as many columns.
            let end = (first / forwardBlocks.count + 1) * forwardBlocks.count
            let some = first..<min(first + blocksAtOnce, parts.upperBound, end)
            transform(some, source, target, columns, edge, room: room)
            let depth = forwardBlocks.place(of: first, columns).width
            if first == parts.lowerBound {
                add(some.count, depth, into: Store(target: sums), room: room)
            } else {
                add(some.count, depth, into: Add(target: sums), room: room)
            }
            first = some.upperBound
        }
    }

    /// Transforms some blocks of both maps, the one to channels × frequencies × columns, the other to panels × columns ×
    /// frequencies × 16.
    private func transform(
        _ parts: Range<Int>, _ source: UnsafePointer<Float>, _ target: UnsafePointer<Float>, _ columns: Int,
        _ edge: UnsafePointer<Float>, room: UnsafeMutablePointer<Float>
    ) {
        let results = room + blocksAtOnce * roomOfMap
        for (index, part) in parts.enumerated() {
            let (block, column, width) = forwardBlocks.place(of: part, columns)
            forwardBlocks.transform(
                block, source + column, columns: columns, width: width, edge: edge, into: room + index * roomOfMap)
            transform(
                forwardBlocks.results(of: block), target + column, columns, width,
                into: results + index * roomOfResult, pixels: results + blocksAtOnce * roomOfResult)
        }
    }

    /// The gradients at four pixels, which are turned first.
    private func transform(
        _ places: SIMD4<Int>, _ target: UnsafePointer<Float>, _ columns: Int, _ width: Int,
        into results: UnsafeMutablePointer<Float>, pixels: UnsafeMutablePointer<Float>
    ) {
        let (channels, panel) = (self.target.channels, Self.width * 16)
        for index in 0..<4 {
            let turned = pixels + index * panels * panel
            guard places[index] >= 0 else {
                turned.update(repeating: 0, count: panels * panel)
                continue
            }
            for first in stride(from: 0, to: channels, by: 16) {
                transposePanel(
                    target + (places[index] * channels + first) * columns, stride: columns, turned + first * Self.width,
                    rows: min(16, channels - first), columns: width)
            }
        }
        for index in 0..<panels {
            for column in 0..<width {
                let from = pixels + index * panel + column * 16
                let to = results + index * Self.panelStride + column * Self.columnStride
                WinogradTransforms.resultGradients({ loadVector(from + $0 * panels * panel) }) {
                    storeVector($1, to + $0 * 16)
                }
            }
        }
    }

    /// Adds the products of some blocks at all frequencies.
    private func add(_ blocks: Int, _ depth: Int, into sink: some ValueSink, room: UnsafePointer<Float>) {
        for frequency in 0..<Self.frequencies {
            for panel in stride(from: 0, to: panels, by: 2) {
                let product = WinogradGradientProduct(
                    source: room + frequency * Self.width,
                    target: room + blocksAtOnce * roomOfMap + panel * Self.panelStride + frequency * 16,
                    sourceStride: roomOfMap, targetStride: roomOfResult, blocks: blocks, depth: depth,
                    sink: sink, place: (frequency * panels + panel) * source.channels * 16,
                    run: source.channels * 16)
                product.cover(rows: 0..<source.channels, columns: min(2, panels - panel) * 16)
            }
        }
    }
}

/// Source channels × one or two panels of target channels at one frequency.
private struct WinogradGradientProduct<Sink: ValueSink>: TiledProduct {
    let source: UnsafePointer<Float>
    let target: UnsafePointer<Float>
    /// From one block to the next.
    let sourceStride: Int
    let targetStride: Int
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
            tile.add(
                scalars: source + block * sourceStride + row * Winograd.channelStride,
                rowStride: Winograd.channelStride, depthStride: 1,
                values: target + block * targetStride + column / 16 * Winograd.panelStride,
                valueStride: Winograd.columnStride, run: Winograd.panelStride, depth: depth)
        }
        tile.forEach(from: place + column / 16 * run + row * 16, rowStride: 16, run: run) { sink.take($1, at: $0) }
    }
}
