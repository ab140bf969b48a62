import Threads

/// The gradient of a linear layer's weights, which runs over sixteen target channels at a time and sums over the items.
extension Connections {
    /// `gradient[m][tap, c] = Σ source[q][c] · target[p][m]` over the pixel pairs that the tap joins and over all items.
    ///
    /// - Parameters:
    ///   - sink: takes the gradient of each weight at the weight's place.
    ///   - work: room for `gradientWork(upTo:)` numbers.
    func weightGradient<Sink: ValueSink>(
        source: Tensor, target: Tensor, into sink: Sink, columns: Int, work: MutableTensor, team: ThreadTeam
    ) {
        if let winograd, winograd.paysBack(columns) {
            winograd.weightGradient(source, target, into: sink, columns: columns, work: work, team: team)
        } else if hasFewChannels && columns <= Self.edge.count {
            let width = gradientParts(columns) > 1 ? 2 : allTapsWidth(threads: team.threads)
            let tiles = AllTapsTiles(connections: self, source: source.pointer, columns: columns, width: width)
            sum(tiles, target, into: sink, columns, work, team)
        } else if sumsInTurn(columns) {
            sumInTurn(source, target, into: sink, columns, work, team)
        } else {
            let tiles = TapTiles(connections: self, source: source.pointer, stride: columns, columns: columns)
            sum(tiles, target, into: sink, columns, work, team)
        }
    }

    /// Numbers of work space for `weightGradient` of up to so many columns: fewer may take more pixels at once, and more
    /// room.
    func gradientWork(upTo columns: Int) -> Int {
        stride(from: Tensor.lanes, through: columns, by: Tensor.lanes).map(room).max() ?? 0
    }

    private func room(_ columns: Int) -> Int {
        if let winograd, winograd.paysBack(columns) { return winograd.gradientWorkCount(columns) }
        if sumsInTurn(columns) { return weightCount + panels * Self.columnsInTurn * 16 }
        let parts = gradientParts(columns)
        return parts > 1 ? parts * partWork(columns) : targetPixels * panels * columns * 16
    }

    /// Parts of the target pixels that are summed apart, whatever the number of threads: each thread stays with a part of
    /// the maps, as in the other kernels. One where the sums would be no less to read than the maps.
    private func gradientParts(_ columns: Int) -> Int {
        let values = (sourcePixels * sourceChannels + targetPixels * targetChannels) * columns
        return targetPixels >= Self.mostParts && values >= Self.mostParts * weightCount * 2 ? Self.mostParts : 1
    }

    private static var mostParts: Int { 8 }

    /// Columns of a dense layer that are summed over at a time, so that two panels of them stay in a core's first cache.
    private static var columnsInTurn: Int { 256 }

    private func sumsInTurn(_ columns: Int) -> Bool { isDense && columns > Self.columnsInTurn }

    /// Target pixels that are done at a time, so that what is read of both maps stays in a core's second cache while all
    /// taps and channels are.
    private func pixelsAtOnce(_ columns: Int) -> Int {
        let values = (sourcePixels * sourceChannels / targetPixels + panels * 16) * columns
        return max(1, min(targetPixels / Self.mostParts, Self.cacheNumbers / values))
    }

    /// Numbers of a part's work space: its sums, and the panels of the pixels that are at work.
    private func partWork(_ columns: Int) -> Int { weightCount + pixelsAtOnce(columns) * panels * columns * 16 }

    private func sum<Tiles: GradientTiles, Sink: ValueSink>(
        _ tiles: Tiles, _ target: Tensor, into sink: Sink, _ columns: Int, _ work: MutableTensor, _ team: ThreadTeam
    ) {
        precondition(work.count >= room(columns), "the work space is too small")
        let parts = gradientParts(columns)
        if parts == 1 {
            transposeToPanels(
                target, work, pixels: targetPixels, channels: targetChannels, columns: columns, team: team)
            let panels = work.pointer
            team.forEachRange(of: tiles.count) { range in
                for tile in range { tiles.sum(tile, over: 0..<targetPixels, panels: panels, into: sink) }
            }
            return
        }
        let (target, work, room) = (target.pointer, work.pointer, partWork(columns))
        team.forEachRange(of: parts) { range in
            for part in range {
                let pixels = (0..<targetPixels).part(part, of: parts)
                sum(tiles, target, over: pixels, columns, work: work + part * room)
            }
        }
        team.forEachRange(of: weightCount / 16, grain: 64) { range in
            for place in stride(from: range.lowerBound * 16, to: range.upperBound * 16, by: 16) {
                var sum = loadVector(work + place)
                for part in 1..<parts { sum += loadVector(work + part * room + place) }
                sink.take(sum, at: place)
            }
        }
    }

    /// The sums over the columns of a dense layer, some after others.
    private func sumInTurn<Sink: ValueSink>(
        _ source: Tensor, _ target: Tensor, into sink: Sink, _ columns: Int, _ work: MutableTensor, _ team: ThreadTeam
    ) {
        precondition(work.count >= room(columns), "the work space is too small")
        let (source, target, sums) = (source.pointer, target.pointer, work.pointer)
        let transposed = sums + weightCount
        for first in stride(from: 0, to: columns, by: Self.columnsInTurn) {
            let count = min(Self.columnsInTurn, columns - first)
            team.forEachRange(of: panels, grain: 4) { range in
                transposeToPanels(
                    target + first, transposed + range.lowerBound * count * 16, panels: range, channels: targetChannels,
                    stride: columns, columns: count)
            }
            let tiles = TapTiles(connections: self, source: source + first, stride: columns, columns: count)
            func sum(into sink: some ValueSink) {
                team.forEachRange(of: tiles.count) { range in
                    for tile in range { tiles.sum(tile, over: 0..<1, panels: transposed, into: sink) }
                }
            }
            if first == 0 {
                sum(into: Store(target: sums))
            } else if first + count < columns {
                sum(into: Add(target: sums))
            } else {
                sum(into: Completed(sink: sink, part: sums))
            }
        }
    }

    /// The sums over one part of the pixels, a few pixels at a time.
    private func sum<Tiles: GradientTiles>(
        _ tiles: Tiles, _ target: UnsafePointer<Float>, over pixels: Range<Int>, _ columns: Int,
        work: UnsafeMutablePointer<Float>
    ) {
        let transposed = work + weightCount
        let step = pixelsAtOnce(columns)
        for first in stride(from: pixels.lowerBound, to: pixels.upperBound, by: step) {
            let some = first..<min(first + step, pixels.upperBound)
            transposeToPanels(
                target, transposed, panels: some.lowerBound * panels..<some.upperBound * panels,
                channels: targetChannels, stride: columns, columns: columns)
            for tile in 0..<tiles.count {
                if first == pixels.lowerBound {
                    tiles.sum(tile, over: some, panels: transposed, into: Store(target: work))
                } else {
                    tiles.sum(tile, over: some, panels: transposed, into: Add(target: work))
                }
            }
        }
    }
}

/// What a weight gradient is made of.
protocol GradientTiles {
    var count: Int { get }
    /// The sum over a range of target pixels, for the weights of one tile.
    ///
    /// - Parameter panels: those pixels' values, pixels × panels × columns × 16, as `transposeToPanels` makes them.
    func sum(_ tile: Int, over pixels: Range<Int>, panels: UnsafePointer<Float>, into sink: some ValueSink)
}
