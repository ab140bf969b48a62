typealias Vector = SIMD16<Float>

/// `sum += a · b`, fused where the processor has the instruction.
@inline(__always)
func addProduct(_ sum: inout Vector, _ a: Vector, _ b: Vector) {
    #if NO_FMA
        sum += a * b
    #else
        sum.addProduct(a, b)
    #endif
}

/// Adjacent columns of one row of a product, kept in registers.
protocol ColumnTile {
    static var width: Int { get }
    init()
    init(repeating value: Float)
    /// Loads the columns from runs of sixteen that lie `run` floats apart.
    init(loading source: UnsafePointer<Float>, run: Int)
    mutating func add(_ scalar: Float, times columns: Self)
    static func += (sum: inout Self, part: Self)
    /// Stores the columns in runs of sixteen that lie `run` floats apart.
    func store(to target: UnsafeMutablePointer<Float>, run: Int)
}

/// Sixteen columns: one vector register.
struct Columns16: ColumnTile {
    var values: Vector

    static var width: Int { 16 }

    @inline(__always) init() { values = Vector() }

    @inline(__always) init(repeating value: Float) { values = Vector(repeating: value) }

    @inline(__always) init(loading source: UnsafePointer<Float>, run: Int) { values = loadVector(source) }

    @inline(__always) mutating func add(_ scalar: Float, times columns: Self) {
        addProduct(&values, Vector(repeating: scalar), columns.values)
    }

    @inline(__always) static func += (sum: inout Self, part: Self) { sum.values += part.values }

    @inline(__always) func store(to target: UnsafeMutablePointer<Float>, run: Int) { storeVector(values, target) }
}

/// Twice the columns of `Half`.
struct Wider<Half: ColumnTile>: ColumnTile {
    var left: Half
    var right: Half

    static var width: Int { 2 * Half.width }

    @inline(__always) init() {
        left = Half()
        right = Half()
    }

    @inline(__always) init(repeating value: Float) {
        left = Half(repeating: value)
        right = Half(repeating: value)
    }

    @inline(__always) init(loading source: UnsafePointer<Float>, run: Int) {
        left = Half(loading: source, run: run)
        right = Half(loading: source + Half.width / 16 * run, run: run)
    }

    @inline(__always) mutating func add(_ scalar: Float, times columns: Self) {
        left.add(scalar, times: columns.left)
        right.add(scalar, times: columns.right)
    }

    @inline(__always) static func += (sum: inout Self, part: Self) {
        sum.left += part.left
        sum.right += part.right
    }

    @inline(__always) func store(to target: UnsafeMutablePointer<Float>, run: Int) {
        left.store(to: target, run: run)
        right.store(to: target + Half.width / 16 * run, run: run)
    }
}

typealias Columns32 = Wider<Columns16>
typealias Columns64 = Wider<Columns32>

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
    func store(to target: UnsafeMutablePointer<Float>, rowStride: Int, run: Int)
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

    @inline(__always) func store(to target: UnsafeMutablePointer<Float>, rowStride: Int, run: Int) {
        columns.store(to: target, run: run)
    }
}

/// Twice the rows of `Half`.
struct Taller<Half: Tile>: Tile {
    var top: Half
    var bottom: Half

    static var height: Int { 2 * Half.height }

    @inline(__always) init() {
        top = Half()
        bottom = Half()
    }

    @inline(__always) init(bias: UnsafePointer<Float>) {
        top = Half(bias: bias)
        bottom = Half(bias: bias + Half.height)
    }

    @inline(__always) mutating func add(
        _ scalars: UnsafePointer<Float>, rowStride: Int, times columns: Half.Columns
    ) {
        top.add(scalars, rowStride: rowStride, times: columns)
        bottom.add(scalars + Half.height * rowStride, rowStride: rowStride, times: columns)
    }

    @inline(__always) mutating func add(
        _ rows: UnsafePointer<UnsafePointer<Float>>, place: Int, times columns: Half.Columns
    ) {
        top.add(rows, place: place, times: columns)
        bottom.add(rows + Half.height, place: place, times: columns)
    }

    @inline(__always) static func += (sum: inout Self, part: Self) {
        sum.top += part.top
        sum.bottom += part.bottom
    }

    @inline(__always) func store(to target: UnsafeMutablePointer<Float>, rowStride: Int, run: Int) {
        top.store(to: target, rowStride: rowStride, run: run)
        bottom.store(to: target + Half.height * rowStride, rowStride: rowStride, run: run)
    }
}

typealias TwoRows<C: ColumnTile> = Taller<OneRow<C>>
typealias FourRows<C: ColumnTile> = Taller<TwoRows<C>>
typealias EightRows<C: ColumnTile> = Taller<FourRows<C>>

@inline(__always)
func loadVector(_ source: UnsafePointer<Float>) -> Vector {
    UnsafeRawPointer(source).loadUnaligned(as: Vector.self)
}

@inline(__always)
func storeVector(_ vector: Vector, _ target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: vector, as: Vector.self)
}
