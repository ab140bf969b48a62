import Threads

/// Five Newton–Schulz steps that bring all singular values of a matrix near 1, within about 0.7 to 1.2, and leave its singular
/// vectors as they are (Jordan 2024).
///
/// A step takes X to (a + b X Xᵀ + c (X Xᵀ)²) X. All its factors are polynomials of the first X Xᵀ: they are multiplied with each
/// other as symmetric matrices, of which half is computed, and with X once, at the end. Limited by the multiply-add.
struct NewtonSchulz {
    private static let (a, b, c): (Float, Float, Float) = (3.4445, -4.7750, 2.0315)
    private static let steps = 5
    /// Rows that are computed at a time.
    private static let height = 16

    let rows: Int
    /// In whole vectors; zero where the matrix has fewer.
    let columns: Int
    /// Whether the columns are fewer: then it is Xᵀ X.
    private var isTall: Bool { columns <= rows }
    /// The shorter of both, in whole vectors.
    private var side: Int { isTall ? columns : Tensor.padded(rows) }

    init(rows: Int, columns: Int) { (self.rows, self.columns) = (rows, Tensor.padded(columns)) }

    /// Numbers of a matrix, whose rows are in whole vectors too, zero where it has fewer.
    var count: Int { Tensor.padded(rows) * columns }

    /// Numbers of work space.
    var workCount: Int { 4 * side * side + (isTall ? 0 : count) }

    /// - Parameters:
    ///   - matrix: row by row.
    ///   - norm: its Frobenius norm, which no singular value is above.
    ///   - sink: takes what becomes of it, times `scale`.
    func orthogonalise<Sink: ValueSink>(
        _ matrix: Tensor, norm: Float, into sink: (_ scale: Float) -> Sink, layout: Layout, work: MutableTensor,
        team: ThreadTeam
    ) {
        let scale = 1 / max(norm, 1e-7)
        var squares = (0..<4).map { work.pointer + $0 * side * side }
        gram(matrix, into: Scaled(target: squares[0], scale: scale * scale), squares[0], work, team)
        for step in 1...Self.steps {
            // One factor after the other is taken into their product; the first one is the product.
            let (gram, factor, spare) = (squares[0], squares[1], squares[3])
            multiply(gram, gram, into: Polynomial(target: factor, gram: gram, stride: side), factor, team)
            if step == 1 {
                squares[2].update(from: factor, count: side * side)
            } else {
                multiply(factor, squares[2], into: Store(target: spare), spare, team)
                squares.swapAt(2, 3)
            }
            if step == Self.steps { break }
            multiply(factor, gram, into: Store(target: squares[3]), squares[3], team)
            multiply(squares[3], factor, into: Store(target: gram), gram, team)
        }
        let (own, product) = (matrix.pointer, UnsafePointer(squares[2]))
        let last = Product(
            scalars: isTall ? own : product, rowStride: side, depthStride: 1, values: isTall ? product : own,
            valueStride: columns, depth: isTall ? columns : rows, layout: layout, sink: sink(scale))
        team.forEachRange(of: rows, grain: Self.height) { last.cover(rows: $0, columns: columns) }
    }

    /// Where the numbers of a result go: how far apart rows lie, and sixteen columns and the next.
    struct Layout {
        let rowStride: Int
        let run: Int
    }

    /// X Xᵀ or Xᵀ X.
    private func gram(
        _ matrix: Tensor, into sink: some ValueSink, _ target: UnsafeMutablePointer<Float>, _ work: MutableTensor,
        _ team: ThreadTeam
    ) {
        let own = matrix.pointer
        if isTall {
            let product = Product(
                scalars: own, rowStride: 1, depthStride: columns, values: own, valueStride: columns, depth: rows,
                layout: square, sink: sink)
            return multiply(product, target, team)
        }
        let turned = work[4 * side * side..<workCount]
        transpose(matrix, rows: side, columns: columns, turned, stride: side, team: team)
        let product = Product(
            scalars: own, rowStride: columns, depthStride: 1, values: turned.pointer, valueStride: side,
            depth: columns, layout: square, sink: sink)
        multiply(product, target, team)
    }

    private var square: Layout { Layout(rowStride: side, run: Tensor.lanes) }

    private func multiply(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, into sink: some ValueSink,
        _ target: UnsafeMutablePointer<Float>, _ team: ThreadTeam
    ) {
        let product = Product(
            scalars: left, rowStride: side, depthStride: 1, values: right, valueStride: side, depth: side,
            layout: square, sink: sink)
        multiply(product, target, team)
    }

    /// A product that is known to be symmetric: from the diagonal on it is computed, and copied from there.
    private func multiply(
        _ product: Product<some ValueSink>, _ target: UnsafeMutablePointer<Float>, _ team: ThreadTeam
    ) {
        team.forEachRange(of: side / Self.height) { blocks in
            for block in blocks {
                let first = block * Self.height
                product.cover(rows: first..<first + Self.height, columns: first..<side)
            }
        }
        team.forEachRange(of: side / Self.height, grain: 4) { blocks in
            for block in blocks {
                for other in 0..<block {
                    transposeBlock(
                        target + (other * side + block) * Self.height, stride: side,
                        target + (block * side + other) * Self.height, stride: side)
                }
            }
        }
    }

    private struct Product<Sink: ValueSink>: TiledProduct {
        let scalars: UnsafePointer<Float>
        let rowStride: Int
        let depthStride: Int
        let values: UnsafePointer<Float>
        let valueStride: Int
        let depth: Int
        let layout: Layout
        let sink: Sink
        var firstColumn = 0

        func cover(rows: Range<Int>, columns: Range<Int>) {
            var part = self
            part.firstColumn = columns.lowerBound
            part.cover(rows: rows, columns: columns.count)
        }

        @inline(__always)
        func compute<T: Tile>(_: T.Type, row: Int, column: Int) {
            let column = firstColumn + column
            var tile = T()
            tile.add(
                scalars: scalars + row * rowStride, rowStride: rowStride, depthStride: depthStride,
                values: values + column, valueStride: valueStride, depth: depth)
            let place = row * layout.rowStride + column / Tensor.lanes * layout.run
            tile.forEach(from: place, rowStride: layout.rowStride, run: layout.run) { sink.take($1, at: $0) }
        }
    }

    /// Makes a + b G + c G² of G².
    private struct Polynomial: ValueSink {
        let target: UnsafeMutablePointer<Float>
        let gram: UnsafePointer<Float>
        let stride: Int

        init(target: UnsafeMutablePointer<Float>, gram: UnsafeMutablePointer<Float>, stride: Int) {
            (self.target, self.gram, self.stride) = (target, UnsafePointer(gram), stride)
        }

        @inline(__always) func take(_ values: Vector, at place: Int) {
            var sum = fma(loadVector(gram + place), Vector(repeating: b), values * c)
            let (row, column) = (place / stride, place % stride)
            if row >= column, row < column + Tensor.lanes { sum[row - column] += a }
            storeVector(sum, target + place)
        }
    }
}
