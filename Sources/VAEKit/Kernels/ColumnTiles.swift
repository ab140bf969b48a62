import CVectors

package typealias Vector = SIMD16<Float>

/// `sum += a · b`, fused where the processor has the instruction.
@inline(__always)
func addProduct(_ sum: inout Vector, _ a: Vector, _ b: Vector) {
    #if NO_FMA
        sum += a * b
    #else
        sum = fusedMultiplyAdd(a, b, sum)
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
}

extension ColumnTile {
    /// Hands out the columns, sixteen at a time; sixteen and the next sixteen have places `run` apart.
    @inline(__always)
    func forEach(from place: Int, run: Int, _ body: (Int, Vector) -> Void) {
        forEachVector(in: self) { body(place + $0 * run, $1) }
    }
}

/// Hands out the vectors that a tile, or a row of one, is made of, with their numbers.
///
/// A loop and no recursion over the tile's parts: what `body` does, an optimiser's update perhaps, is compiled once.
@inline(__always)
func forEachVector<Block>(in block: Block, _ body: (Int, Vector) -> Void) {
    withUnsafeBytes(of: block) { bytes in
        for number in 0..<MemoryLayout<Block>.size / MemoryLayout<Vector>.size {
            body(number, bytes.load(fromByteOffset: number * MemoryLayout<Vector>.stride, as: Vector.self))
        }
    }
}

/// Sixteen columns: one vector register.
struct Columns16: ColumnTile {
    var values: Vector

    static var width: Int { Tensor.lanes }

    @inline(__always) init() { values = Vector() }

    @inline(__always) init(repeating value: Float) { values = Vector(repeating: value) }

    @inline(__always) init(loading source: UnsafePointer<Float>, run: Int) { values = loadVector(source) }

    @inline(__always) mutating func add(_ scalar: Float, times columns: Self) {
        addProduct(&values, Vector(repeating: scalar), columns.values)
    }

    @inline(__always) static func += (sum: inout Self, part: Self) { sum.values += part.values }
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
        right = Half(loading: source + Half.width / Tensor.lanes * run, run: run)
    }

    @inline(__always) mutating func add(_ scalar: Float, times columns: Self) {
        left.add(scalar, times: columns.left)
        right.add(scalar, times: columns.right)
    }

    @inline(__always) static func += (sum: inout Self, part: Self) {
        sum.left += part.left
        sum.right += part.right
    }
}

typealias Columns32 = Wider<Columns16>
typealias Columns64 = Wider<Columns32>
typealias Columns128 = Wider<Columns64>
typealias Columns256 = Wider<Columns128>

@inline(__always)
func loadVector(_ source: UnsafePointer<Float>) -> Vector {
    UnsafeRawPointer(source).loadUnaligned(as: Vector.self)
}

@inline(__always)
func storeVector(_ vector: Vector, _ target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: vector, as: Vector.self)
}
