/// The weight gradient of a convolution with few source channels, such as the first layer of an encoder.
///
/// A tile of one tap would have as many rows as there are channels, too few sums to hide the latency of the
/// multiply-add. Here the rows of a tile are weight rows of any taps, each with a pointer of its own into the source.
extension Connections {
    /// What a tap reads beyond the edge: as many columns as any batch has that comes this way.
    static let edge = Tensor(zeros: 1024)

    /// `weightGradient`, with the weight rows of all taps in one list.
    func weightGradientOfAllTaps(
        source: Tensor, transposedTarget: Tensor, gradient: Tensor, columns: Int, team: ThreadTeam
    ) {
        let tiles = (weightRows + 7) / 8
        let pairs = (panels + 1) / 2
        team.forEach(tiles * pairs) { index in
            let first = index / pairs * 8
            let panel = index % pairs * 2
            rowsRead.withUnsafeBufferPointer { rowsRead in
                let product = AllTapsProduct(
                    source: source.pointer, edge: Self.edge.pointer,
                    target: transposedTarget.pointer + panel * columns * 16,
                    gradient: gradient.pointer + panel * weightRows * 16,
                    columns: columns, connections: self, rowsRead: rowsRead)
                product.cover(rows: first..<min(first + 8, weightRows), columns: panel + 1 < panels ? 32 : 16)
            }
        }
    }
}

/// Some weight rows × one or two panels of target channels.
private struct AllTapsProduct: TiledProduct {
    let source: UnsafePointer<Float>
    let edge: UnsafePointer<Float>
    let target: UnsafePointer<Float>
    let gradient: UnsafeMutablePointer<Float>
    let columns: Int
    let connections: Connections
    let rowsRead: UnsafeBufferPointer<Int32>

    @inline(__always)
    func compute<T: Tile>(_: T.Type, row: Int, column: Int) {
        withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: T.height) { rows in
            guard let first = rows.baseAddress.map({ UnsafePointer($0) }) else { return }
            var tile = T()
            for pixel in 0..<connections.targetPixels {
                for index in 0..<T.height {
                    let read = Int(rowsRead[pixel * connections.weightRows + row + index])
                    rows.initializeElement(at: index, to: read < 0 ? edge : source + read * columns)
                }
                var values = target + (pixel * connections.panels * columns + column / 16 * columns) * 16
                for place in 0..<columns {
                    tile.add(first, place: place, times: T.Columns(loading: values, run: columns * 16))
                    values += 16
                }
            }
            tile.store(
                to: gradient + column / 16 * connections.weightRows * 16 + row * 16,
                rowStride: 16, run: connections.weightRows * 16)
        }
    }
}
