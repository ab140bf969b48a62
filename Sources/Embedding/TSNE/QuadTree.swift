/// A picture's points in squares within squares (J. Barnes & P. Hut 1986), stored in the order of a walk through it.
///
/// The walk needs no stack: after a square comes its first part, or, when it is taken as a whole, the one at `next`.
struct QuadTree {
    struct Cell {
        /// The mean of the points.
        var centre: SIMD2<Float>
        /// How many points there are, as a weight.
        var mass: Float
        /// The longer side of the rectangle about the points, squared.
        var squaredWidth: Float
        /// The cell after this one and all its parts.
        var next: Int32
        /// Points along the curve.
        var first: Int32
        var end: Int32
    }

    /// Points that are walked for together.
    struct Group {
        var points: Range<Int>
        var low: SIMD2<Float>
        var high: SIMD2<Float>
    }

    /// Cells of no more points are not divided.
    private static let leaf = 8
    /// Groups have no more points.
    private static let group = 64

    private(set) var cells: [Cell] = []
    private(set) var groups: [Group] = []
    /// Where the points are, along the curve.
    let places: [SIMD2<Float>]
    /// Which they are.
    let points: [Int32]
    private let keys: [UInt32]

    init(_ picture: [SIMD2<Float>]) {
        let order = MortonOrder(picture)
        keys = order.keys
        points = order.points
        places = order.points.map { picture[Int($0)] }
        if !picture.isEmpty { _ = build(0..<picture.count, level: 0, isGrouped: false) }
    }

    private struct Sum {
        var total: SIMD2<Float>
        var low: SIMD2<Float>
        var high: SIMD2<Float>

        mutating func add(_ other: Sum) {
            total += other.total
            low.replace(with: other.low, where: other.low .< low)
            high.replace(with: other.high, where: other.high .> high)
        }
    }

    private mutating func build(_ range: Range<Int>, level: Int, isGrouped: Bool) -> Sum {
        let place = cells.count
        cells.append(
            Cell(
                centre: .zero, mass: Float(range.count), squaredWidth: 0, next: 0, first: Int32(range.lowerBound),
                end: Int32(range.upperBound)))
        let parts = quadrants(of: range, level: level)
        let startsGroup = !isGrouped && (range.count <= Self.group || parts.isEmpty)
        let groupPlace = groups.count
        if startsGroup { groups.append(Group(points: range, low: .zero, high: .zero)) }
        let sum = sum(of: range, parts: parts, isGrouped: isGrouped || startsGroup)
        if startsGroup { (groups[groupPlace].low, groups[groupPlace].high) = (sum.low, sum.high) }
        let width = (sum.high - sum.low).max()
        cells[place].centre = sum.total / Float(range.count)
        cells[place].squaredWidth = width * width
        cells[place].next = Int32(cells.count)
        return sum
    }

    private mutating func sum(of range: Range<Int>, parts: [Part], isGrouped: Bool) -> Sum {
        if parts.isEmpty {
            var sum = Sum(total: .zero, low: places[range.lowerBound], high: places[range.lowerBound])
            for place in places[range] { sum.add(Sum(total: place, low: place, high: place)) }
            return sum
        }
        var sum = build(parts[0].range, level: parts[0].level, isGrouped: isGrouped)
        for part in parts.dropFirst() { sum.add(build(part.range, level: part.level, isGrouped: isGrouped)) }
        return sum
    }

    private typealias Part = (range: Range<Int>, level: Int)

    /// The quadrants that have points, of the largest square that divides these; none when there are few or all are in
    /// one place.
    private func quadrants(of range: Range<Int>, level: Int) -> [Part] {
        if range.count <= Self.leaf { return [] }
        let differing = keys[range.lowerBound] ^ keys[range.upperBound - 1]
        if differing == 0 { return [] }
        let level = differing.leadingZeroBitCount / 2
        let shift = UInt32(30 - 2 * level)
        var parts: [Part] = []
        var first = range.lowerBound
        while first < range.upperBound {
            let quadrant = keys[first] >> shift
            let end = partition(first..<range.upperBound) { keys[$0] >> shift > quadrant }
            parts.append((first..<end, level + 1))
            first = end
        }
        return parts
    }

    /// The first place where `isBeyond` holds, which it does from some place on.
    private func partition(_ range: Range<Int>, _ isBeyond: (Int) -> Bool) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if isBeyond(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
