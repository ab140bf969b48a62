import CVectors

/// The neighbours of some queries, as found so far.
///
/// Each query keeps its nearest points in order, every one as a word, distance above index, so that order is that of whole
/// numbers. Scores tell which points may be nearer than the last of them; distances are measured to these alone.
struct NeighbourSearch: ~Copyable {
    /// Queries whose neighbours are sought together: a tile of the points stays in the cache for all of them.
    static let queries = 128
    /// Blocks of sixteen in a tile.
    private static let tile = 16

    /// Which of the queries these are.
    private let rows: [Int32]
    private let neighbours: Int
    private let queries: Points
    private let blocks: PointBlocks
    /// Whether the queries are the points, which are no neighbours of themselves.
    private let areThePoints: Bool
    /// The queries centred and negative: a group after another, coordinate by coordinate.
    private var centred: [Float]
    private var squaredLengths: [Float]
    /// `neighbours` for each query.
    private let nearest: UnsafeMutablePointer<UInt64>
    /// A score that is not below belongs to no point nearer than the last.
    private let limits: UnsafeMutablePointer<Float>
    /// A group of queries that are not side by side, like `centred`, and their limits.
    private let gathered: UnsafeMutablePointer<Float>
    private let gatheredLimits: UnsafeMutablePointer<Float>

    init(_ rows: [Int32], of queries: Points, _ blocks: PointBlocks, neighbours: Int, areThePoints: Bool) {
        (self.rows, self.queries, self.blocks) = (rows, queries, blocks)
        (self.neighbours, self.areThePoints) = (neighbours, areThePoints)
        nearest = .allocate(capacity: neighbours * rows.count)
        nearest.initialize(repeating: .max, count: neighbours * rows.count)
        // The last group may have fewer queries: what stands for the others has no score below its limit.
        let padded = (rows.count + Scores.count - 1) / Scores.count * Scores.count
        limits = .allocate(capacity: padded)
        limits.initialize(repeating: -.infinity, count: padded)
        limits.update(repeating: .infinity, count: rows.count)
        centred = [Float](repeating: 0, count: padded * queries.width)
        squaredLengths = [Float](repeating: 0, count: rows.count)
        gathered = .allocate(capacity: Scores.count * queries.width)
        gathered.initialize(repeating: 0, count: Scores.count * queries.width)
        gatheredLimits = .allocate(capacity: Scores.count)
        gatheredLimits.initialize(repeating: -.infinity, count: Scores.count)
        centre()
    }

    deinit {
        nearest.deallocate()
        limits.deallocate()
        gathered.deallocate()
        gatheredLimits.deallocate()
    }

    private mutating func centre() {
        let width = queries.width
        for query in 0..<rows.count {
            let start = query / Scores.count * Scores.count * width + query % Scores.count
            for column in 0..<width {
                let value = queries.values[Int(rows[query]) * width + column]
                let number = Float(Double(value) - blocks.centre[column])
                centred[start + column * Scores.count] = -number
                squaredLengths[query] += number * number
            }
        }
    }

    /// Looks at every point for every query, tile by tile, a few queries at a time.
    func scan() {
        let padded = centred.count / queries.width
        withPointers { lanes, starts, centred in
            for tile in stride(from: 0, to: blocks.count, by: Self.tile) {
                let end = min(tile + Self.tile, blocks.count)
                prefetch(tile, end)
                for group in stride(from: 0, to: padded, by: Scores.count) {
                    for block in stride(from: tile, to: end, by: 2) {
                        let scores = scores(centred + group * queries.width, block, lanes, starts)
                        scores.forEachBelow(limits + group, from: group) { query, below in
                            note(query, 16 * block, below)
                        }
                    }
                }
            }
        }
    }

    /// Looks at the points of some blocks, pair by pair, for the chosen of the queries, which have not seen them.
    func scan(_ chosen: [Int], _ range: Range<Int>) {
        withPointers { lanes, starts, centred in
            for first in stride(from: 0, to: chosen.count, by: Scores.count) {
                let group = chosen[first..<min(first + Scores.count, chosen.count)]
                gather(group, centred)
                for block in stride(from: range.lowerBound, to: range.upperBound, by: 2) {
                    let scores = scores(gathered, block, lanes, starts)
                    scores.forEachBelow(gatheredLimits, from: 0) { place, below in
                        note(group[first + place], 16 * block, below)
                        gatheredLimits[place] = limits[group[first + place]]
                    }
                }
            }
        }
    }

    /// Puts queries side by side; what stands in the places of others before has no score below its limit.
    private func gather(_ group: ArraySlice<Int>, _ centred: UnsafePointer<Float>) {
        gatheredLimits.update(repeating: -.infinity, count: Scores.count)
        for (place, query) in group.enumerated() {
            gatheredLimits[place] = limits[query]
            let numbers = centred + query / Scores.count * Scores.count * queries.width + query % Scores.count
            for column in 0..<queries.width {
                gathered[column * Scores.count + place] = numbers[column * Scores.count]
            }
        }
    }

    /// Looks at every point anew for the queries that have not met as many as they want.
    func complete() {
        let wanting = (0..<rows.count).filter { nearest[($0 + 1) * neighbours - 1] == .max }
        for query in wanting {
            (nearest + query * neighbours).update(repeating: .max, count: neighbours)
            limits[query] = .infinity
        }
        scan(wanting, 0..<blocks.count)
    }

    private func withPointers(
        _ body: (UnsafePointer<Vector>, UnsafePointer<Vector>, UnsafePointer<Float>) -> Void
    ) {
        blocks.lanes.withUnsafeBufferPointer { lanes in
            blocks.startingScores.withUnsafeBufferPointer { starts in
                centred.withUnsafeBufferPointer { body(lanes.baseAddress!, starts.baseAddress!, $0.baseAddress!) }
            }
        }
    }

    /// Begins to bring the points of a tile as they are: some will be measured, at places that are not known before.
    private func prefetch(_ tile: Int, _ end: Int) {
        blocks.points.values.withUnsafeBytes { values in
            let length = 64 * queries.width
            for byte in stride(from: tile * length, to: min(end * length, values.count), by: 64) {
                CVectors.prefetch(values.baseAddress! + byte)
            }
        }
    }

    /// Those of a group of queries with the points of a block and the next.
    @inline(__always)
    private func scores(
        _ numbers: UnsafePointer<Float>, _ block: Int, _ lanes: UnsafePointer<Vector>, _ starts: UnsafePointer<Vector>
    ) -> Scores {
        let width = queries.width
        let (left, right) = (lanes + block * width, lanes + (block + 1) * width)
        var scores = Scores(left: starts[block], right: starts[block + 1])
        for column in 0..<width {
            scores.add(numbers + column * Scores.count, times: left[column], right[column])
        }
        return scores
    }

    /// Hands over the neighbours in order: query, rank, number of the point, squared distance.
    func finish(_ body: (Int, Int, Int32, Float) -> Void) {
        for query in 0..<rows.count {
            for rank in 0..<neighbours {
                let word = nearest[query * neighbours + rank]
                body(
                    Int(rows[query]), rank, Int32(truncatingIfNeeded: word), Float(bitPattern: UInt32(word >> 32)))
            }
        }
    }

    /// Measures the points behind `first` that have a bit, and keeps those that are among the nearest.
    @inline(never)
    private func note(_ query: Int, _ first: Int, _ bits: UInt32) {
        let row = Int(rows[query])
        var bits = bits
        while bits != 0 {
            let place = first + bits.trailingZeroBitCount
            bits &= bits - 1
            let point = blocks.number(place)
            if areThePoints && point == row { continue }
            let distance = queries.squaredDistance(row, from: place, of: blocks.points)
            keep(UInt64(distance.bitPattern) << 32 | UInt64(point), query)
        }
    }

    private func keep(_ word: UInt64, _ query: Int) {
        let words = nearest + query * neighbours
        var place = neighbours - 1
        guard word < words[place] else { return }
        while place > 0 && words[place - 1] > word {
            words[place] = words[place - 1]
            place -= 1
        }
        words[place] = word
        guard words[neighbours - 1] != .max else { return }
        let bound = Float(bitPattern: UInt32(words[neighbours - 1] >> 32))
        // Equal points come in order, in cells too: no later one is nearer, though the slack would let them all pass.
        if bound == 0 { return limits[query] = -.infinity }
        let squaredLength = squaredLengths[query]
        limits[query] = 0.5 * (bound - squaredLength) + PointBlocks.slack(queries.width) * squaredLength
    }
}
