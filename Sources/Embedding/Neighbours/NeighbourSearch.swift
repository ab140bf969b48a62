/// The neighbours of a run of points, as found so far.
///
/// Every query keeps candidates nearer than a bound; when its room is full, the nearest are kept and the bound drops to
/// the farthest of them. A candidate is one word, distance above index, so that order is that of whole numbers.
struct NeighbourSearch {
    /// Points whose neighbours are sought together: a tile of the others stays in the cache for all of them.
    static let queries = 64
    /// Blocks of sixteen in a tile.
    private static let tile = 64

    private let range: Range<Int>
    private let neighbours: Int
    private let room: Int
    private var candidates: [UInt64]
    private var counts: [Int]
    private var bounds: [Float]

    init(_ queries: Range<Int>, neighbours: Int) {
        range = queries
        self.neighbours = neighbours
        room = 4 * neighbours + 16
        candidates = [UInt64](repeating: 0, count: room * queries.count)
        counts = [Int](repeating: 0, count: queries.count)
        bounds = [Float](repeating: .infinity, count: queries.count)
    }

    /// Measures the distance of every point to every query, four queries at a time.
    mutating func scan(_ blocks: PointBlocks, _ points: Points) {
        blocks.lanes.withUnsafeBufferPointer { lanes in
            points.values.withUnsafeBufferPointer { values in
                for tile in stride(from: 0, to: blocks.count, by: Self.tile) {
                    let end = min(tile + Self.tile, blocks.count)
                    for query in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
                        // The last group repeats its last query; what comes of the copies is dropped.
                        let four = (0..<4).map { min(query + $0, range.upperBound - 1) }
                        for block in tile..<end {
                            let distances = Self.distances(
                                lanes, values, block, (four[0], four[1], four[2], four[3]), blocks.width)
                            note(distances.0, block, query)
                            if query + 1 < range.upperBound { note(distances.1, block, query + 1) }
                            if query + 2 < range.upperBound { note(distances.2, block, query + 2) }
                            if query + 3 < range.upperBound { note(distances.3, block, query + 3) }
                        }
                    }
                }
            }
        }
    }

    /// Hands over the neighbours in order: query, rank, index, squared distance.
    mutating func finish(_ body: (Int, Int, Int32, Float) -> Void) {
        for query in range {
            keepNearest(query - range.lowerBound)
            let base = (query - range.lowerBound) * room
            for rank in 0..<neighbours {
                let word = candidates[base + rank]
                body(query, rank, Int32(truncatingIfNeeded: word), Float(bitPattern: UInt32(word >> 32)))
            }
        }
    }

    private typealias Four<Value> = (Value, Value, Value, Value)

    @inline(__always)
    private static func distances(
        _ lanes: UnsafeBufferPointer<Vector>, _ values: UnsafeBufferPointer<Float>, _ block: Int,
        _ queries: Four<Int>, _ width: Int
    ) -> Four<Vector> {
        var sums: Four<Vector> = (.zero, .zero, .zero, .zero)
        for column in 0..<width {
            let others = lanes[block * width + column]
            let first = others - Vector(repeating: values[queries.0 * width + column])
            let second = others - Vector(repeating: values[queries.1 * width + column])
            let third = others - Vector(repeating: values[queries.2 * width + column])
            let fourth = others - Vector(repeating: values[queries.3 * width + column])
            sums.0.add(first, times: first)
            sums.1.add(second, times: second)
            sums.2.add(third, times: third)
            sums.3.add(fourth, times: fourth)
        }
        return sums
    }

    @inline(__always)
    private mutating func note(_ distances: Vector, _ block: Int, _ query: Int) {
        if any(distances .< bounds[query - range.lowerBound]) { add(distances, block, query) }
    }

    @inline(never)
    private mutating func add(_ distances: Vector, _ block: Int, _ query: Int) {
        let local = query - range.lowerBound
        for lane in 0..<16 where distances[lane] < bounds[local] && block * 16 + lane != query {
            let word = UInt64(distances[lane].bitPattern) << 32 | UInt64(block * 16 + lane)
            candidates[local * room + counts[local]] = word
            counts[local] += 1
        }
        if counts[local] + 16 > room { keepNearest(local) }
    }

    private mutating func keepNearest(_ local: Int) {
        let mine = local * room..<local * room + counts[local]
        candidates.withUnsafeMutableBufferPointer { all in
            var words = UnsafeMutableBufferPointer(rebasing: all[mine])
            words.sort()
        }
        counts[local] = min(counts[local], neighbours)
        guard counts[local] == neighbours else { return }
        bounds[local] = Float(bitPattern: UInt32(candidates[local * room + neighbours - 1] >> 32))
    }
}
