import Threads

/// The gradient of the weights: the adjoint of the way forward, with the same few products.
extension Winograd {
    /// Parts of the blocks that are summed apart, whatever the number of threads.
    private static let gradientParts = 8

    func gradientWorkCount(_ columns: Int) -> Int {
        edgeCount(columns) + Self.gradientParts * GradientRoom(self, transforms).part
    }

    @inline(never) func weightGradient<Transforms: WinogradTransforms, Sink: ValueSink>(
        _: Transforms.Type, _ source: Tensor, _ target: Tensor, _ sink: Sink, _ columns: Int, _ work: MutableTensor,
        _ team: ThreadTeam
    ) {
        let (source, target, edge) = (source.pointer, target.pointer, work.pointer)
        edge.update(repeating: 0, count: edgeCount(columns))
        let (sums, parts) = (edge + edgeCount(columns), Self.gradientParts)
        let gradient = BlockGradient<Transforms>(
            blocks: WinogradBlocks(map: self.source, result: self.target, padding: padding),
            room: GradientRoom(self, Transforms.self), source: source, target: target, edge: edge, columns: columns)
        team.forEach(parts) { part in gradient.sum(part, of: parts, into: sums + part * gradient.room.part) }
        let (channels, stride) = (self.source.channels, panels * self.source.channels * 16)
        let (taps, room) = (Transforms.taps, gradient.room.part)
        team.forEachRange(of: panels * channels, grain: 16) { range in
            for row in range {
                let first = row / channels * taps * channels + row % channels
                Transforms.weightGradients({ factor in
                    let place = sums + factor * stride + row * 16
                    var sum = loadVector(place)
                    for part in 1..<parts { sum += loadVector(place + part * room) }
                    return sum
                }) { sink.take($1, at: (first + $0 * channels) * 16) }
            }
        }
    }
}

/// The work space of one part of a weight gradient, in numbers: its sums, and some blocks of both maps.
private struct GradientRoom {
    let sums: Int
    /// One transformed block of the source, channels × values × columns.
    let source: Int
    /// One transformed block of the target, panels × columns × values × 16: from a column to the next one, with an odd number
    /// of cache lines, and from panel to panel.
    let columnStride: Int
    let panelStride: Int
    let panels: Int
    /// Blocks that are done at a time, so that they stay in a core's second cache.
    let blocks: Int

    /// Floats in half a megabyte.
    private static let cacheNumbers = 1 << 17

    init(_ winograd: Winograd, _ transforms: any WinogradTransforms.Type) {
        sums = winograd.factorCount
        source = winograd.source.channels * Winograd.channelStride(transforms.sourceValues)
        columnStride = (transforms.targetValues * transforms.targetValues | 1) * 16
        panelStride = Winograd.width * columnStride + 16
        panels = winograd.panels
        blocks = max(1, Self.cacheNumbers / (source + panels * panelStride))
    }

    var target: Int { panels * panelStride }
    /// Four pixels of the target, turned.
    private var pixels: Int { 4 * panels * 16 * Winograd.width }
    var part: Int { sums + blocks * (source + target) + pixels }
}

/// Sums over blocks for the gradients of the factors.
private struct BlockGradient<Transforms: WinogradTransforms> {
    let blocks: WinogradBlocks<Transforms.Forward>
    let room: GradientRoom
    let source: UnsafePointer<Float>
    let target: UnsafePointer<Float>
    let edge: UnsafePointer<Float>
    let columns: Int

    /// The sums over one of so many parts of the blocks, a few at a time.
    func sum(_ part: Int, of parts: Int, into sums: UnsafeMutablePointer<Float>) {
        let parts = (0..<blocks.parts(columns)).part(part, of: parts)
        if parts.isEmpty { return sums.update(repeating: 0, count: room.sums) }
        let work = sums + room.sums
        var first = parts.lowerBound
        withUnsafeTemporaryAllocation(of: BlockSize.self, capacity: room.blocks) { sizes in
            while first < parts.upperBound {
                // Blocks of as many columns.
                let end = (first / blocks.count + 1) * blocks.count
                let some = first..<min(first + room.blocks, parts.upperBound, end)
                transform(some, into: work)
                for part in some {
                    sizes.initializeElement(at: part - first, to: blocks.size(of: part % blocks.count))
                }
                let these = UnsafeBufferPointer(rebasing: sizes[..<some.count])
                let depth = blocks.place(of: first, columns).width
                if first == parts.lowerBound {
                    add(these, depth, into: Store(target: sums), work)
                } else {
                    add(these, depth, into: Add(target: sums), work)
                }
                first = some.upperBound
            }
        }
    }

    /// Transforms some blocks of both maps.
    private func transform(_ parts: Range<Int>, into work: UnsafeMutablePointer<Float>) {
        let results = work + room.blocks * room.source
        for (index, part) in parts.enumerated() {
            let (block, column, width) = blocks.place(of: part, columns)
            blocks.transform(
                block, source + column, columns: columns, width: width, edge: edge, into: work + index * room.source)
            transformTarget(
                block, column, width, into: results + index * room.target, pixels: results + room.blocks * room.target)
        }
    }

    /// The gradients at four pixels, which are turned first.
    private func transformTarget(
        _ block: Int, _ column: Int, _ width: Int, into results: UnsafeMutablePointer<Float>,
        pixels: UnsafeMutablePointer<Float>
    ) {
        let (channels, panel) = (blocks.result.channels, Winograd.width * 16)
        for index in 0..<4 {
            let turned = pixels + index * room.panels * panel
            let pixel = blocks.pixel(index, of: block)
            guard pixel >= 0 else {
                turned.update(repeating: 0, count: room.panels * panel)
                continue
            }
            for first in stride(from: 0, to: channels, by: 16) {
                transposePanel(
                    target + (pixel * channels + first) * columns + column, stride: columns,
                    turned + first * Winograd.width, rows: min(16, channels - first), columns: width)
            }
        }
        for index in 0..<room.panels {
            for column in 0..<width {
                let from = pixels + index * panel + column * 16
                let to = results + index * room.panelStride + column * room.columnStride
                Transforms.targetGradients({ loadVector(from + $0 * room.panels * panel) }) {
                    storeVector($1, to + $0 * 16)
                }
            }
        }
    }

    /// Adds the products of some blocks to all sums.
    private func add(
        _ sizes: UnsafeBufferPointer<BlockSize>, _ depth: Int, into sink: some ValueSink, _ work: UnsafePointer<Float>
    ) {
        let channels = blocks.map.channels
        Transforms.gradientTerms.forEachSum { sum, terms in
            for panel in stride(from: 0, to: room.panels, by: 2) {
                let product = FactorGradient(
                    terms: terms, source: work,
                    target: work + room.blocks * room.source + panel * room.panelStride,
                    room: room, channelStride: Transforms.Forward.channelStride, sizes: sizes, depth: depth,
                    sink: sink, place: (sum * room.panels + panel) * channels * 16, run: channels * 16)
                product.cover(rows: 0..<channels, columns: min(2, room.panels - panel) * 16)
            }
        }
    }
}

/// Source channels × one or two panels of target channels of one factor.
private struct FactorGradient<Sink: ValueSink>: TiledProduct {
    let terms: UnsafeBufferPointer<ProductTerms.Term>
    let source: UnsafePointer<Float>
    let target: UnsafePointer<Float>
    let room: GradientRoom
    /// Of the source.
    let channelStride: Int
    let sizes: UnsafeBufferPointer<BlockSize>
    let depth: Int
    let sink: Sink
    let place: Int
    /// From one panel's sums to the next one's.
    let run: Int

    @inline(__always)
    func compute<T: Tile>(_: T.Type, row: Int, column: Int) {
        var tile = T()
        for block in 0..<sizes.count {
            let source = source + block * room.source + row * channelStride
            let target = target + block * room.target + column / 16 * room.panelStride
            for term in terms where term.isWanted(sizes[block]) {
                tile.add(
                    scalars: source + term.first * Winograd.width, rowStride: channelStride, depthStride: 1,
                    values: target + term.second * 16, valueStride: room.columnStride, run: room.panelStride,
                    depth: depth)
            }
        }
        tile.forEach(from: place + column / 16 * run + row * 16, rowStride: 16, run: run) { sink.take($1, at: $0) }
    }
}
