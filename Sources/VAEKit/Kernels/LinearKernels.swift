/// The three products of a linear layer, for dense layers and convolutions alike.
///
/// All of them sum over channels and taps in registers and write each result once. They differ in what they vectorise:
/// `forward` and `adjoint` run over the items of the batch, `weightGradient` over sixteen target channels.
/// With the weights in panels nothing is packed; what limits them is the load of one scalar for each vector pair.
extension Connections {
    /// `target[p][m] = bias[m] + Σ weight[m][k] · source[k]` over the source values `k` that target pixel `p` reads.
    ///
    /// - Parameters:
    ///   - source: source pixels × source channels × columns.
    ///   - target: target pixels × target channels × columns, overwritten.
    ///   - bias: at least as many numbers as there are target channels, or none.
    func forward(weights: Tensor, bias: Tensor?, source: Tensor, target: Tensor, columns: Int, team: ThreadTeam) {
        team.forEachRange(of: targetPixels * panels) { range in
            runs.withUnsafeBufferPointer { runs in
                for index in range {
                    let pixel = index / panels
                    let panel = index % panels
                    let product = ForwardProduct(
                        weights: weights.pointer + panel * weightRows * 16, bias: bias.map { $0.pointer + panel * 16 },
                        source: source.pointer,
                        target: target.pointer + (pixel * targetChannels + panel * 16) * columns,
                        columns: columns,
                        runs: UnsafeBufferPointer(rebasing: runs[runStarts[pixel]..<runStarts[pixel + 1]]))
                    product.cover(rows: 0..<min(16, targetChannels - panel * 16), columns: columns)
                }
            }
        }
    }

    /// `source[q][c] = bias[c] + Σ weight[m][c] · target[m]` over the target values `m` that read source pixel `q`:
    /// the gradient of `forward` for its source, and the forward pass of a transposed convolution.
    func adjoint(weights: Tensor, bias: Tensor?, target: Tensor, source: Tensor, columns: Int, team: ThreadTeam) {
        let block = 32
        let blocks = (sourceChannels + block - 1) / block
        team.forEachRange(of: sourcePixels * blocks) { range in
            readers.withUnsafeBufferPointer { readers in
                for index in range {
                    let pixel = index / blocks
                    let first = index % blocks * block
                    let product = AdjointProduct(
                        weights: weights.pointer, bias: bias?.pointer, target: target.pointer,
                        source: source.pointer + pixel * sourceChannels * columns, columns: columns, connections: self,
                        readers: UnsafeBufferPointer(rebasing: readers[readerStarts[pixel]..<readerStarts[pixel + 1]]))
                    product.cover(rows: first..<min(first + block, sourceChannels), columns: columns)
                }
            }
        }
    }

    /// `gradient[m][tap, c] = Σ source[q][c] · target[p][m]` over the pixel pairs that the tap joins and over all items.
    ///
    /// - Parameter transposedTarget: target pixels × panels × columns × 16, as `transpose` makes it.
    func weightGradient(
        source: Tensor, transposedTarget: Tensor, gradient: Tensor, columns: Int, team: ThreadTeam
    ) {
        if !rowsRead.isEmpty && columns <= Self.edge.count {
            return weightGradientOfAllTaps(
                source: source, transposedTarget: transposedTarget, gradient: gradient, columns: columns, team: team)
        }
        let block = 32
        let blocks = (sourceChannels + block - 1) / block
        let pairs = (panels + 1) / 2
        team.forEachRange(of: taps * blocks * pairs) { range in
            links.withUnsafeBufferPointer { links in
                for index in range {
                    let tap = index / pairs / blocks
                    let first = index / pairs % blocks * block
                    let panel = index % pairs * 2
                    let product = WeightGradientProduct(
                        source: source.pointer, target: transposedTarget.pointer + panel * columns * 16,
                        gradient: gradient.pointer + (panel * weightRows + tap * sourceChannels) * 16,
                        columns: columns, connections: self,
                        links: UnsafeBufferPointer(rebasing: links[linkStarts[tap]..<linkStarts[tap + 1]]))
                    product.cover(
                        rows: first..<min(first + block, sourceChannels), columns: panel + 1 < panels ? 32 : 16)
                }
            }
        }
    }
}

/// One panel of target channels at one target pixel.
private struct ForwardProduct: TiledProduct {
    let weights: UnsafePointer<Float>
    let bias: UnsafePointer<Float>?
    let source: UnsafePointer<Float>
    let target: UnsafeMutablePointer<Float>
    let columns: Int
    let runs: UnsafeBufferPointer<Connections.Run>

    /// Long sums are taken in parts of this depth, so that rounding grows with the part and not with the whole.
    private static var part: Int { 256 }

    @inline(__always)
    func compute<T: Tile>(_: T.Type, row: Int, column: Int) {
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
        tile.store(to: target + row * columns + column, rowStride: columns, run: 16)
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
private struct AdjointProduct: TiledProduct {
    let weights: UnsafePointer<Float>
    let bias: UnsafePointer<Float>?
    let target: UnsafePointer<Float>
    let source: UnsafeMutablePointer<Float>
    let columns: Int
    let connections: Connections
    let readers: UnsafeBufferPointer<Connections.Link>

    @inline(__always)
    func compute<T: Tile>(_: T.Type, row: Int, column: Int) {
        var tile = bias.map { T(bias: $0 + row) } ?? T()
        for reader in readers {
            var scalars = weights + (reader.first * connections.sourceChannels + row) * 16
            var values = target + reader.second * connections.targetChannels * columns + column
            var depth = connections.targetChannels
            while depth > 0 {
                tile.add(
                    scalars: scalars, rowStride: 16, depthStride: 1,
                    values: values, valueStride: columns, depth: min(depth, 16))
                scalars += connections.weightRows * 16
                values += 16 * columns
                depth -= 16
            }
        }
        tile.store(to: source + row * columns + column, rowStride: columns, run: 16)
    }
}

/// Some source channels × one or two panels of target channels, for one tap.
private struct WeightGradientProduct: TiledProduct {
    let source: UnsafePointer<Float>
    let target: UnsafePointer<Float>
    let gradient: UnsafeMutablePointer<Float>
    let columns: Int
    let connections: Connections
    let links: UnsafeBufferPointer<Connections.Link>

    @inline(__always)
    func compute<T: Tile>(_: T.Type, row: Int, column: Int) {
        var tile = T()
        for link in links {
            tile.add(
                scalars: source + (link.first * connections.sourceChannels + row) * columns,
                rowStride: columns, depthStride: 1,
                values: target + (link.second * connections.panels * columns + column / 16 * columns) * 16,
                valueStride: 16, run: columns * 16, depth: columns)
        }
        tile.store(
            to: gradient + column / 16 * connections.weightRows * 16 + row * 16,
            rowStride: 16, run: connections.weightRows * 16)
    }
}
