import CVectors
import Threads

/// The products of a convolution with few source channels: the first layer of an encoder, the last of a decoder.
///
/// A tile of one tap would have as many rows as there are channels, too few sums to hide the latency of the
/// multiply-add, and read all target values once for each tap. Here the rows of a tile are weight rows of any taps.
extension Connections {
    var hasFewChannels: Bool { !rowsRead.isEmpty }

    /// Rows of work space for `adjointOfAllTaps`.
    var allTapsRows: Int { targetPixels * weightRows }

    /// `adjoint` in two steps: what each target pixel gives to each of its taps; then, for each source pixel, the sum of
    /// what was meant for it.
    func adjointOfAllTaps<Sink: ValueSink>(
        _ weights: Tensor, _ bias: Tensor?, _ target: Tensor, into sink: Sink, columns: Int, work: MutableTensor,
        team: ThreadTeam
    ) {
        adjointByTap(weights, target, columns: columns, work: work, team: team)
        let (bias, work, channels, weightRows) = (bias?.pointer, work.pointer, sourceChannels, weightRows)
        team.forEachRange(of: sourcePixels, grain: 16) { range in
            readers.withUnsafeBufferPointer { readers in
                for pixel in range {
                    let own = UnsafeBufferPointer(rebasing: readers[readerStarts[pixel]..<readerStarts[pixel + 1]])
                    for channel in 0..<channels {
                        for column in stride(from: 0, to: columns, by: Tensor.lanes) {
                            var sum = Vector(repeating: bias.map { $0[channel] } ?? 0)
                            for reader in own {
                                let row = reader.second * weightRows + reader.first * channels + channel
                                sum += loadVector(work + row * columns + column)
                            }
                            sink.take(sum, at: (pixel * channels + channel) * columns + column)
                        }
                    }
                }
            }
        }
    }

    /// What a tap reads beyond the edge: as many columns as any batch has that comes this way.
    static let edge = Tensor(zeros: 1024)

    /// For each target pixel what it gives to each weight row, target pixels × weight rows × columns, in `work`.
    private func adjointByTap(
        _ weights: Tensor, _ target: Tensor, columns: Int, work: MutableTensor, team: ThreadTeam
    ) {
        let (weights, target, work) = (weights.pointer, target.pointer, work.pointer)
        let count = targetChannels * columns
        team.forEachRange(of: targetPixels) { range in
            for pixel in range {
                // The next pixel's values, which come from far; beyond the last one this does nothing.
                let next = target + (pixel + 1) * count
                for place in stride(from: 0, to: count, by: Tensor.lanes) { prefetch(next + place) }
                withUnsafePointer(to: Link(first: 0, second: pixel)) { link in
                    let product = AdjointProduct(
                        weights: weights, bias: nil, target: target, sink: Store(target: work),
                        place: pixel * weightRows * columns, columns: columns, sourceChannels: weightRows,
                        targetChannels: targetChannels, weightRows: weightRows,
                        readers: UnsafeBufferPointer(start: link, count: 1))
                    product.cover(rows: 0..<weightRows, columns: columns)
                }
            }
        }
    }

    /// Panels of a tile of `AllTapsTiles`: two share the loads of the source, but there must be work for every thread.
    func allTapsWidth(threads: Int) -> Int {
        let tiles = (weightRows + AllTapsTiles.height(weightRows) - 1) / AllTapsTiles.height(weightRows)
        return tiles * (panels + 1) / 2 < 2 * threads && threads > 1 ? 1 : 2
    }
}

/// Weight rows of any taps × one or two panels of target channels.
struct AllTapsTiles: GradientTiles {
    let connections: Connections
    let source: UnsafePointer<Float>
    let columns: Int
    let width: Int

    static func height(_ weightRows: Int) -> Int { weightRows % 9 == 0 ? 9 : 8 }

    private var height: Int { Self.height(connections.weightRows) }
    private var groups: Int { (connections.panels + width - 1) / width }

    var count: Int { (connections.weightRows + height - 1) / height * groups }

    @inline(__always)
    func sum(_ tile: Int, over pixels: Range<Int>, panels: UnsafePointer<Float>, into sink: some ValueSink) {
        let first = tile / groups * height
        let panel = tile % groups * width
        let rows = connections.weightRows
        connections.rowsRead.withUnsafeBufferPointer { rowsRead in
            let product = AllTapsProduct(
                source: source, edge: Connections.edge.pointer, target: panels + panel * columns * Tensor.lanes,
                sink: sink, place: panel * rows * Tensor.lanes, columns: columns, targetPixels: pixels.count,
                targetRows: connections.panels * columns, weightRows: rows,
                rowsRead: UnsafeBufferPointer(rebasing: rowsRead[pixels.lowerBound * rows..<pixels.upperBound * rows]))
            product.cover(
                rows: first..<min(first + height, rows), columns: Tensor.lanes * min(width, connections.panels - panel))
        }
    }
}

/// Some weight rows × one or two panels of target channels.
private struct AllTapsProduct<Sink: ValueSink>: TiledProduct {
    let source: UnsafePointer<Float>
    let edge: UnsafePointer<Float>
    let target: UnsafePointer<Float>
    let sink: Sink
    let place: Int
    let columns: Int
    let targetPixels: Int
    /// Vectors of the transposed target for one pixel.
    let targetRows: Int
    let weightRows: Int
    let rowsRead: UnsafeBufferPointer<Int32>

    @inline(__always)
    func compute<T: Tile>(_: T.Type, row: Int, column: Int) {
        withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: T.height) { rows in
            guard let first = rows.baseAddress.map({ UnsafePointer($0) }) else { return }
            var tile = T()
            for pixel in 0..<targetPixels {
                for index in 0..<T.height {
                    let read = Int(rowsRead[pixel * weightRows + row + index])
                    rows.initializeElement(at: index, to: read < 0 ? edge : source + read * columns)
                }
                var values = target + (pixel * targetRows + column / Tensor.lanes * columns) * Tensor.lanes
                for place in 0..<columns {
                    tile.add(first, place: place, times: T.Columns(loading: values, run: columns * Tensor.lanes))
                    values += Tensor.lanes
                }
            }
            let run = weightRows * Tensor.lanes
            let from = place + column / Tensor.lanes * run + row * Tensor.lanes
            tile.forEach(from: from, rowStride: Tensor.lanes, run: run) { sink.take($1, at: $0) }
        }
    }
}
