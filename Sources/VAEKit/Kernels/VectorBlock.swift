/// Four rows by four columns of vectors that are summed in registers: sixteen products for eight loads.
struct VectorBlock {
    typealias Row = (Vector, Vector, Vector, Vector)

    private var sums: (Row, Row, Row, Row)

    init() {
        let zero: Row = (.zero, .zero, .zero, .zero)
        sums = (zero, zero, zero, zero)
    }

    /// The rows' and the columns' vectors of one term; rows and columns beyond `count` repeat the last.
    @inline(__always)
    static func load(_ first: UnsafePointer<Float>, stride: Int, count: Int) -> Row {
        (
            loadVector(first), loadVector(first + min(1, count - 1) * stride),
            loadVector(first + min(2, count - 1) * stride), loadVector(first + min(3, count - 1) * stride)
        )
    }

    @inline(__always)
    mutating func add(_ rows: Row, _ columns: Row) {
        Self.add(rows.0, columns, to: &sums.0)
        Self.add(rows.1, columns, to: &sums.1)
        Self.add(rows.2, columns, to: &sums.2)
        Self.add(rows.3, columns, to: &sums.3)
    }

    @inline(__always)
    private static func add(_ row: Vector, _ columns: Row, to sums: inout Row) {
        sums.0 = fma(row, columns.0, sums.0)
        sums.1 = fma(row, columns.1, sums.1)
        sums.2 = fma(row, columns.2, sums.2)
        sums.3 = fma(row, columns.3, sums.3)
    }

    /// Hands out the sums of the first rows and columns.
    @inline(__always)
    func forEach(rows: Int, columns: Int, _ body: (_ row: Int, _ column: Int, _ sum: Vector) -> Void) {
        Self.forEach(sums.0, 0, columns, body)
        if rows > 1 { Self.forEach(sums.1, 1, columns, body) }
        if rows > 2 { Self.forEach(sums.2, 2, columns, body) }
        if rows > 3 { Self.forEach(sums.3, 3, columns, body) }
    }

    @inline(__always)
    private static func forEach(_ sums: Row, _ row: Int, _ columns: Int, _ body: (Int, Int, Vector) -> Void) {
        body(row, 0, sums.0)
        if columns > 1 { body(row, 1, sums.1) }
        if columns > 2 { body(row, 2, sums.2) }
        if columns > 3 { body(row, 3, sums.3) }
    }
}

/// A matrix of vectors in memory: `rows × depth`, each entry sixteen items wide.
struct VectorMatrix {
    let first: UnsafePointer<Float>
    /// Floats from one row to the next, and from one column to the next.
    let row: Int
    let column: Int

    /// Hands out `Σ self[r][k] · other[c][k]` over the first `depth` columns, for rows × other's rows.
    @inline(__always)
    func products(
        rows: Int, with other: VectorMatrix, columns: Int, depth: Int,
        _ body: (_ row: Int, _ column: Int, _ sum: Vector) -> Void
    ) {
        for r in stride(from: 0, to: rows, by: 4) {
            for c in stride(from: 0, to: columns, by: 4) {
                let (height, width) = (min(4, rows - r), min(4, columns - c))
                var block = VectorBlock()
                for k in 0..<depth {
                    block.add(
                        VectorBlock.load(first + r * row + k * column, stride: row, count: height),
                        VectorBlock.load(
                            other.first + c * other.row + k * other.column, stride: other.row, count: width))
                }
                block.forEach(rows: height, columns: width) { body(r + $0, c + $1, $2) }
            }
        }
    }

    /// The same matrix on its side.
    var turned: VectorMatrix { VectorMatrix(first: first, row: column, column: row) }
}
