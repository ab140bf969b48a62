import CVectors

/// The neighbours of a run of queries, as found so far.
///
/// Each query keeps its nearest points in order, every one as a word, distance above index, so that order is that of whole
/// numbers. Scores tell which points may be nearer than the last of them; distances are measured to these alone.
struct NeighbourSearch: ~Copyable {
    /// Queries whose neighbours are sought together: a tile of the points stays in the cache for all of them.
    static let queries = 128
    /// Blocks of sixteen in a tile.
    private static let tile = 16

    private let range: Range<Int>
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

    init(_ range: Range<Int>, of queries: Points, _ blocks: PointBlocks, neighbours: Int, areThePoints: Bool) {
        (self.range, self.queries, self.blocks) = (range, queries, blocks)
        (self.neighbours, self.areThePoints) = (neighbours, areThePoints)
        nearest = .allocate(capacity: neighbours * range.count)
        nearest.initialize(repeating: .max, count: neighbours * range.count)
        // The last group may have fewer queries: what stands for the others has no score below its limit.
        let padded = (range.count + Scores.count - 1) / Scores.count * Scores.count
        limits = .allocate(capacity: padded)
        limits.initialize(repeating: -.infinity, count: padded)
        limits.update(repeating: .infinity, count: range.count)
        centred = [Float](repeating: 0, count: padded * queries.width)
        squaredLengths = [Float](repeating: 0, count: range.count)
        centre()
    }

    deinit {
        nearest.deallocate()
        limits.deallocate()
    }

    private mutating func centre() {
        let width = queries.width
        for query in 0..<range.count {
            let start = query / Scores.count * Scores.count * width + query % Scores.count
            for column in 0..<width {
                let value = queries.values[(range.lowerBound + query) * width + column]
                let number = Float(Double(value) - blocks.centre[column])
                centred[start + column * Scores.count] = -number
                squaredLengths[query] += number * number
            }
        }
    }

    /// Looks at every point for every query, tile by tile, a few queries at a time.
    func scan() {
        let padded = centred.count / queries.width
        blocks.lanes.withUnsafeBufferPointer { lanes in
            blocks.startingScores.withUnsafeBufferPointer { starts in
                centred.withUnsafeBufferPointer { centred in
                    for tile in stride(from: 0, to: blocks.count, by: Self.tile) {
                        let end = min(tile + Self.tile, blocks.count)
                        prefetch(tile, end)
                        for group in stride(from: 0, to: padded, by: Scores.count) {
                            for block in stride(from: tile, to: end, by: 2) {
                                scan(group, block, lanes.baseAddress!, starts.baseAddress!, centred.baseAddress!)
                            }
                        }
                    }
                }
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

    /// Looks at the points of a block and the next for a group of queries.
    @inline(__always)
    private func scan(
        _ group: Int, _ block: Int, _ lanes: UnsafePointer<Vector>, _ starts: UnsafePointer<Vector>,
        _ centred: UnsafePointer<Float>
    ) {
        let width = queries.width
        let (left, right) = (lanes + block * width, lanes + (block + 1) * width)
        let numbers = centred + group * width
        var scores = Scores(left: starts[block], right: starts[block + 1])
        for column in 0..<width {
            scores.add(numbers + column * Scores.count, times: left[column], right[column])
        }
        scores.forEachBelow(limits + group, from: group) { query, below in note(query, 16 * block, below) }
    }

    /// Hands over the neighbours in order: query, rank, index, squared distance.
    func finish(_ body: (Int, Int, Int32, Float) -> Void) {
        for query in 0..<range.count {
            for rank in 0..<neighbours {
                let word = nearest[query * neighbours + rank]
                body(
                    range.lowerBound + query, rank, Int32(truncatingIfNeeded: word),
                    Float(bitPattern: UInt32(word >> 32)))
            }
        }
    }

    /// Measures the points behind `first` that have a bit, and keeps those that are among the nearest.
    @inline(never)
    private func note(_ query: Int, _ first: Int, _ bits: UInt32) {
        let number = range.lowerBound + query
        var bits = bits
        while bits != 0 {
            let point = first + bits.trailingZeroBitCount
            bits &= bits - 1
            if areThePoints && point == number { continue }
            let distance = queries.squaredDistance(number, from: point, of: blocks.points)
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
        let squaredLength = squaredLengths[query]
        limits[query] = 0.5 * (bound - squaredLength) + PointBlocks.slack(queries.width) * squaredLength
    }
}
