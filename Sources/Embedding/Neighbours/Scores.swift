import CVectors

/// Scores of some queries with two blocks of sixteen points, kept in registers.
protocol ScoreRows {
    /// Queries.
    static var count: Int { get }
    init(left: Vector, right: Vector)
    /// Adds to the scores of each query its number, of `queries`, times those of the points.
    mutating func add(_ queries: UnsafePointer<Float>, times left: Vector, _ right: Vector)
    /// Calls `body` for each query, numbered from `first`, that has scores below its limit, with a bit for each of the
    /// 32 points, the first one's lowest.
    func forEachBelow(_ limits: UnsafePointer<Float>, from first: Int, _ body: (Int, UInt32) -> Void)
}

/// Those of one query.
struct ScoreRow: ScoreRows {
    private var left: Vector
    private var right: Vector

    static var count: Int { 1 }

    @inline(__always) init(left: Vector, right: Vector) { (self.left, self.right) = (left, right) }

    @inline(__always)
    mutating func add(_ queries: UnsafePointer<Float>, times left: Vector, _ right: Vector) {
        let number = Vector(repeating: queries.pointee)
        self.left.add(number, times: left)
        self.right.add(number, times: right)
    }

    @inline(__always)
    func forEachBelow(_ limits: UnsafePointer<Float>, from first: Int, _ body: (Int, UInt32) -> Void) {
        let limit = Vector(repeating: limits.pointee)
        let below = UInt32(lanesBelow(left, limit)) | UInt32(lanesBelow(right, limit)) << 16
        if below != 0 { body(first, below) }
    }
}

/// Those of twice the queries of `Half`.
struct TwiceTheRows<Half: ScoreRows>: ScoreRows {
    private var upper: Half
    private var lower: Half

    static var count: Int { 2 * Half.count }

    @inline(__always)
    init(left: Vector, right: Vector) {
        upper = Half(left: left, right: right)
        lower = Half(left: left, right: right)
    }

    @inline(__always)
    mutating func add(_ queries: UnsafePointer<Float>, times left: Vector, _ right: Vector) {
        upper.add(queries, times: left, right)
        lower.add(queries + Half.count, times: left, right)
    }

    @inline(__always)
    func forEachBelow(_ limits: UnsafePointer<Float>, from first: Int, _ body: (Int, UInt32) -> Void) {
        upper.forEachBelow(limits, from: first, body)
        lower.forEachBelow(limits + Half.count, from: first + Half.count, body)
    }
}

#if NARROW_REGISTERS
    typealias Scores = TwiceTheRows<ScoreRow>
#else
    typealias Scores = TwiceTheRows<TwiceTheRows<TwiceTheRows<ScoreRow>>>
#endif
