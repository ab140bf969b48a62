/// A block of rows × columns of a product, kept in registers while the products of its depth are added.
protocol Tile {
    associatedtype Columns: ColumnTile
    static var height: Int { get }
    /// A block of zeros.
    init()
    /// A block with one number for each row.
    init(bias: UnsafePointer<Float>)
    /// Adds the outer product of `height` scalars, `rowStride` apart, and one row of columns.
    mutating func add(_ scalars: UnsafePointer<Float>, rowStride: Int, times columns: Columns)
    /// The same with scalars that lie anywhere: one of each row, `place` numbers behind its start.
    mutating func add(_ rows: UnsafePointer<UnsafePointer<Float>>, place: Int, times columns: Columns)
    static func += (sum: inout Self, part: Self)
}

extension Tile {
    /// Tells a sink where it will be given the values of a tile.
    @inline(__always)
    static func prepare(_ sink: some ValueSink, from place: Int, rowStride: Int) {
        for row in 0..<height {
            for column in stride(from: 0, to: Columns.width, by: Tensor.lanes) {
                sink.prepare(at: place + row * rowStride + column)
            }
        }
    }

    /// Hands out the values, sixteen columns at a time, each with its place: rows are `rowStride` apart.
    @inline(__always)
    func forEach(from place: Int, rowStride: Int, run: Int, _ body: (Int, Vector) -> Void) {
        let vectors = Columns.width / Tensor.lanes
        forEachVector(in: self) { body(place + $0 / vectors * rowStride + $0 % vectors * run, $1) }
    }
}

struct OneRow<Columns: ColumnTile>: Tile {
    var columns: Columns

    static var height: Int { 1 }

    @inline(__always) init() { columns = Columns() }

    @inline(__always) init(bias: UnsafePointer<Float>) { columns = Columns(repeating: bias.pointee) }

    @inline(__always) mutating func add(_ scalars: UnsafePointer<Float>, rowStride: Int, times row: Columns) {
        columns.add(scalars.pointee, times: row)
    }

    @inline(__always) mutating func add(
        _ rows: UnsafePointer<UnsafePointer<Float>>, place: Int, times row: Columns
    ) {
        columns.add(rows.pointee[place], times: row)
    }

    @inline(__always) static func += (sum: inout Self, part: Self) { sum.columns += part.columns }
}

/// The rows of two blocks, one above the other.
struct Stacked<Top: Tile, Bottom: Tile>: Tile where Top.Columns == Bottom.Columns {
    var top: Top
    var bottom: Bottom

    static var height: Int { Top.height + Bottom.height }

    @inline(__always) init() {
        top = Top()
        bottom = Bottom()
    }

    @inline(__always) init(bias: UnsafePointer<Float>) {
        top = Top(bias: bias)
        bottom = Bottom(bias: bias + Top.height)
    }

    @inline(__always) mutating func add(
        _ scalars: UnsafePointer<Float>, rowStride: Int, times columns: Top.Columns
    ) {
        top.add(scalars, rowStride: rowStride, times: columns)
        bottom.add(scalars + Top.height * rowStride, rowStride: rowStride, times: columns)
    }

    @inline(__always) mutating func add(
        _ rows: UnsafePointer<UnsafePointer<Float>>, place: Int, times columns: Top.Columns
    ) {
        top.add(rows, place: place, times: columns)
        bottom.add(rows + Top.height, place: place, times: columns)
    }

    @inline(__always) static func += (sum: inout Self, part: Self) {
        sum.top += part.top
        sum.bottom += part.bottom
    }
}

typealias TwoRows<C: ColumnTile> = Stacked<OneRow<C>, OneRow<C>>
typealias FourRows<C: ColumnTile> = Stacked<TwoRows<C>, TwoRows<C>>
typealias SixRows<C: ColumnTile> = Stacked<FourRows<C>, TwoRows<C>>
typealias EightRows<C: ColumnTile> = Stacked<FourRows<C>, FourRows<C>>
typealias NineRows<C: ColumnTile> = Stacked<EightRows<C>, OneRow<C>>
