/// What pushes a group of points: places with weights, sixteen at a time, and the sums over them.
struct SourceList {
    private var x: [Float]
    private var y: [Float]
    private var mass: [Float]
    private(set) var count = 0

    init(capacity: Int) {
        // A step more than can be listed, so that the last one can be filled up with weights of 0.
        x = [Float](repeating: 0, count: capacity + 16)
        y = x
        mass = x
    }

    /// Lists the cells of a tree that are small seen from the group, and the single points of the rest.
    ///
    /// A cell is small when its width is below `theta` times its distance from the nearest point the group could have, so
    /// the error is no larger than if each point of the group had walked alone.
    mutating func collect(_ tree: QuadTree, for group: QuadTree.Group, squaredTheta: Float) {
        count = 0
        let centre = (group.low + group.high) * 0.5
        let reach = group.high - centre
        tree.cells.withUnsafeBufferPointer { cells in
            var place = 0
            while place < cells.count {
                let cell = cells[place]
                let offset = cell.centre - centre
                let beyond = SIMD2(max(abs(offset.x) - reach.x, 0), max(abs(offset.y) - reach.y, 0))
                let squaredDistance = beyond.x * beyond.x + beyond.y * beyond.y
                if cell.squaredWidth < squaredTheta * squaredDistance {
                    append(cell.centre, cell.mass)
                    place = Int(cell.next)
                } else if Int(cell.next) == place + 1 {
                    for point in Int(cell.first)..<Int(cell.end) { append(tree.places[point], 1) }
                    place += 1
                } else {
                    place += 1
                }
            }
        }
        for place in count..<min(count + 16, mass.count) { (x[place], y[place], mass[place]) = (0, 0, 0) }
    }

    @inline(__always)
    private mutating func append(_ place: SIMD2<Float>, _ weight: Float) {
        (x[count], y[count], mass[count]) = (place.x, place.y, weight)
        count += 1
    }

    /// The sums for two points `at` over the list, with `q = 1 / (1 + distance²)`: of `q² · (at − source)` and of `q`.
    ///
    /// One division serves both: the divider is what the loop waits for.
    func push(_ first: SIMD2<Float>, _ second: SIMD2<Float>) -> (Push, Push) {
        var (firstSums, secondSums) = (PushSums(), PushSums())
        x.withUnsafeBytes { x in
            y.withUnsafeBytes { y in
                mass.withUnsafeBytes { mass in
                    for offset in stride(from: 0, to: 4 * count, by: 64) {
                        let x = x.loadUnaligned(fromByteOffset: offset, as: Vector.self)
                        let y = y.loadUnaligned(fromByteOffset: offset, as: Vector.self)
                        let mass = mass.loadUnaligned(fromByteOffset: offset, as: Vector.self)
                        let (x1, y1) = (Vector(repeating: first.x) - x, Vector(repeating: first.y) - y)
                        let (x2, y2) = (Vector(repeating: second.x) - x, Vector(repeating: second.y) - y)
                        let d1 = Vector.onePlusSquares(x1, y1)
                        let d2 = Vector.onePlusSquares(x2, y2)
                        let both = Vector(repeating: 1) / (d1 * d2)
                        firstSums.add(x1, y1, both * d2, mass)
                        secondSums.add(x2, y2, both * d1, mass)
                    }
                }
            }
        }
        return (firstSums.total, secondSums.total)
    }
}

/// What pushes one point: the force, before it is divided by the sum over all pairs, and its part of that sum.
struct Push {
    var force: SIMD2<Float>
    var sum: Float
}

private struct PushSums {
    private var x: Vector = .zero
    private var y: Vector = .zero
    private var q: Vector = .zero

    @inline(__always)
    mutating func add(_ dx: Vector, _ dy: Vector, _ inverse: Vector, _ mass: Vector) {
        let weighted = mass * inverse
        let squared = weighted * inverse
        q += weighted
        x.add(squared, times: dx)
        y.add(squared, times: dy)
    }

    var total: Push { Push(force: SIMD2(x.sum(), y.sum()), sum: q.sum()) }
}
