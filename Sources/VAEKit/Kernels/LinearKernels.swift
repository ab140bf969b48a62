import Threads

/// The products of a linear layer with its weights, for dense layers and convolutions alike.
///
/// They run over the items of the batch, sum over channels and taps in registers, and write each result once. With the weights in panels nothing is packed; what limits them is the load of one scalar for each vector pair.
extension Connections {
    /// `target[p][m] = bias[m] + Σ weight[m][k] · source[k]` over the source values `k` that target pixel `p` reads.
    ///
    /// - Parameters:
    ///   - source: source pixels × source channels × columns.
    ///   - target: target pixels × target channels × columns, overwritten.
    ///   - bias: at least as many numbers as there are target channels, or none.
    ///   - work: room for `winogradWork` numbers, if there is such a way.
    ///   - sums: taken of what is stored.
    func forward(
        weights: Tensor, bias: Tensor?, source: Tensor, target: MutableTensor, columns: Int, tail: Tail = .none,
        work: MutableTensor, sums: BatchNormSums? = nil, team: ThreadTeam
    ) {
        func run(_ sink: some ValueSink) {
            if let winograd {
                winograd.forward(weights, bias, source, into: sink, columns: columns, work: work, team: team)
                sums?.takeAll(team)
            } else {
                forward(weights, bias, source, into: sink, columns: columns, sums: sums, team: team)
            }
        }
        let target = target.pointer
        switch tail {
        case .none: run(Store(target: target))
        case .leaky(let slope): run(LeakyStore(target: target, slope: slope))
        case .leakyGradient(let slope, let output):
            run(LeakyGradientStore(target: target, output: output.pointer, slope: slope))
        }
    }

    private func forward<Sink: ValueSink>(
        _ weights: Tensor, _ bias: Tensor?, _ source: Tensor, into sink: Sink, columns: Int, sums: BatchNormSums?,
        team: ThreadTeam
    ) {
        let (weights, bias, source) = (weights.pointer, bias?.pointer, source.pointer)
        let step = columnsAtOnce(columns, readingRows: sourceChannels)
        team.forEachRange(ofPixels: targetPixels, times: panels, sums: sums) { range in
            runs.withUnsafeBufferPointer { runs in
                for first in stride(from: 0, to: columns, by: step) {
                    for index in range {
                        let pixel = index / panels
                        let panel = index % panels
                        let product = ForwardProduct(
                            weights: weights + panel * weightRows * 16, bias: bias.map { $0 + panel * 16 },
                            source: source + first, sink: sink,
                            place: (pixel * targetChannels + panel * 16) * columns + first, columns: columns,
                            runs: UnsafeBufferPointer(rebasing: runs[runStarts[pixel]..<runStarts[pixel + 1]]))
                        product.cover(
                            rows: 0..<min(16, targetChannels - panel * 16), columns: min(step, columns - first))
                    }
                }
            }
        }
    }

    /// `source[q][c] = bias[c] + Σ weight[m][c] · target[m]` over the target values `m` that read source pixel `q`:
    /// the gradient of `forward` for its source, and the forward pass of a transposed convolution.
    ///
    /// - Parameters:
    ///   - work: room for `winogradWork` numbers, or for `allTapsRows` rows, which speed it up where there are few source
    ///     channels.
    ///   - sums: taken of what is stored.
    func adjoint(
        weights: Tensor, bias: Tensor?, target: Tensor, source: MutableTensor, columns: Int, tail: Tail = .none,
        work: MutableTensor? = nil, sums: BatchNormSums? = nil, team: ThreadTeam
    ) {
        func run(_ sink: some ValueSink) {
            if let work, let winograd {
                winograd.adjoint(weights, bias, target, into: sink, columns: columns, work: work, team: team)
                sums?.takeAll(team)
            } else if let work, hasFewChannels {
                adjointOfAllTaps(weights, bias, target, into: sink, columns: columns, work: work, team: team)
                sums?.takeAll(team)
            } else {
                adjoint(weights, bias, target, into: sink, columns: columns, sums: sums, team: team)
            }
        }
        let source = source.pointer
        switch tail {
        case .none: run(Store(target: source))
        case .leaky(let slope): run(LeakyStore(target: source, slope: slope))
        case .leakyGradient(let slope, let output):
            run(LeakyGradientStore(target: source, output: output.pointer, slope: slope))
        }
    }

    private func adjoint<Sink: ValueSink>(
        _ weights: Tensor, _ bias: Tensor?, _ target: Tensor, into sink: Sink, columns: Int, sums: BatchNormSums?,
        team: ThreadTeam
    ) {
        let block = 32
        let blocks = (sourceChannels + block - 1) / block
        let (weights, bias, target) = (weights.pointer, bias?.pointer, target.pointer)
        let step = columnsAtOnce(columns, readingRows: targetChannels)
        team.forEachRange(ofPixels: sourcePixels, times: blocks, sums: sums) { range in
            readers.withUnsafeBufferPointer { readers in
                for first in stride(from: 0, to: columns, by: step) {
                    for index in range {
                        let pixel = index / blocks
                        let row = index % blocks * block
                        let product = AdjointProduct(
                            weights: weights, bias: bias, target: target + first, sink: sink,
                            place: pixel * sourceChannels * columns + first, columns: columns,
                            sourceChannels: sourceChannels, targetChannels: targetChannels, weightRows: weightRows,
                            readers: UnsafeBufferPointer(
                                rebasing: readers[readerStarts[pixel]..<readerStarts[pixel + 1]]))
                        product.cover(
                            rows: row..<min(row + block, sourceChannels), columns: min(step, columns - first))
                    }
                }
            }
        }
    }
}

extension Connections {
    /// Floats in half a megabyte.
    static var cacheNumbers: Int { 1 << 17 }

    /// Whether it joins every input to every output.
    var isDense: Bool { sourcePixels == 1 && targetPixels == 1 && taps == 1 }

    /// Columns of a dense layer that are done at a time, so that what is read of so many rows stays in a core's second cache
    /// while all results are made of it, where there are many: there may be thousands, one for each draw.
    private func columnsAtOnce(_ columns: Int, readingRows rows: Int) -> Int {
        isDense && columns > 512 ? max(64, Self.cacheNumbers / rows / 64 * 64) : columns
    }
}

/// One panel of target channels at one target pixel.
private struct ForwardProduct<Sink: ValueSink>: TiledProduct {
    let weights: UnsafePointer<Float>
    let bias: UnsafePointer<Float>?
    let source: UnsafePointer<Float>
    let sink: Sink
    let place: Int
    let columns: Int
    let runs: UnsafeBufferPointer<Connections.Run>

    /// Long sums are taken in parts of this depth, so that rounding grows with the part and not with the whole.
    private static var part: Int { 256 }

    @inline(__always)
    func compute<T: Tile>(_: T.Type, row: Int, column: Int) {
        T.prepare(sink, from: place + row * columns + column, rowStride: columns)
        var tile = bias.map { T(bias: $0 + row) } ?? T()
        for run in runs {
            var depth = 0
            while run.depth - depth > Self.part {
                var part = T()
                add(run, from: depth, depth: Self.part, to: &part, row: row, column: column)
                tile += part
                depth += Self.part
            }
            add(run, from: depth, depth: run.depth - depth, to: &tile, row: row, column: column)
        }
        tile.forEach(from: place + row * columns + column, rowStride: columns, run: 16) { sink.take($1, at: $0) }
    }

    @inline(__always)
    private func add(
        _ run: Connections.Run, from start: Int, depth: Int, to tile: inout some Tile, row: Int, column: Int
    ) {
        tile.add(
            scalars: weights + (run.weightRow + start) * 16 + row, rowStride: 1, depthStride: 16,
            values: source + (run.sourceRow + start) * columns + column, valueStride: columns, depth: depth)
    }
}

/// Some source channels at one source pixel.
struct AdjointProduct<Sink: ValueSink>: TiledProduct {
    let weights: UnsafePointer<Float>
    let bias: UnsafePointer<Float>?
    let target: UnsafePointer<Float>
    let sink: Sink
    let place: Int
    let columns: Int
    let sourceChannels: Int
    let targetChannels: Int
    let weightRows: Int
    let readers: UnsafeBufferPointer<Connections.Link>

    @inline(__always)
    func compute<T: Tile>(_: T.Type, row: Int, column: Int) {
        T.prepare(sink, from: place + row * columns + column, rowStride: columns)
        var tile = bias.map { T(bias: $0 + row) } ?? T()
        for reader in readers {
            var scalars = weights + (reader.first * sourceChannels + row) * 16
            var values = target + reader.second * targetChannels * columns + column
            var depth = targetChannels
            while depth > 0 {
                tile.add(
                    scalars: scalars, rowStride: 16, depthStride: 1,
                    values: values, valueStride: columns, depth: min(depth, 16))
                scalars += weightRows * 16
                values += 16 * columns
                depth -= 16
            }
        }
        tile.forEach(from: place + row * columns + column, rowStride: columns, run: 16) { sink.take($1, at: $0) }
    }
}
