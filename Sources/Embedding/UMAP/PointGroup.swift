import CVectors
import TensorStreams

/// Sixteen points of a map that go through an epoch side by side, and the pairs that each of them visits.
struct PointGroup: ~Copyable {
    private let width: Int
    private let room: Int
    /// In the places of a last group that are empty the first point stands again.
    private var points = SIMD16<Int32>.zero
    private var present = 0
    /// The others of the pairs that are due, `room` for each point; what is written beyond goes where the next point's will be.
    private let visited: UnsafeMutablePointer<Int32>
    private var counts = SIMD16<Int32>.zero
    /// Coordinates of the points as they move, and how far they are from those that move them.
    private let places: UnsafeMutablePointer<Vector>
    private let offsets: UnsafeMutablePointer<Vector>

    /// - Parameter room: for the pairs of a point.
    init(width: Int, room: Int) {
        (self.width, self.room) = (width, max(room, 1))
        visited = .allocate(capacity: 16 * self.room + 15)
        // The others are written before they are read, and points with very many pairs are few.
        for lane in 0..<16 { visited[lane * self.room] = 0 }
        places = .allocate(capacity: width)
        places.initialize(repeating: .zero, count: width)
        offsets = .allocate(capacity: width)
        offsets.initialize(repeating: .zero, count: width)
    }

    deinit {
        visited.deallocate()
        places.deallocate()
        offsets.deallocate()
    }

    /// Takes points with their pairs that are due.
    mutating func take(
        _ chosen: ArraySlice<Int32>, from map: UnsafeBufferPointer<Float>, _ graph: FuzzyGraph, _ epoch: Int
    ) {
        present = chosen.count
        let places = places
        for lane in 0..<16 {
            let point = Int(lane < present ? chosen[chosen.startIndex + lane] : chosen[chosen.startIndex])
            points[lane] = Int32(point)
            for column in 0..<width { places[column][lane] = map[point * width + column] }
            counts[lane] = lane < present ? Int32(graph.due(of: point, epoch, into: visited + lane * room)) : 0
        }
    }

    /// Goes through the pairs: each draws its point twice in an epoch, since it would have moved it as the other's pair too,
    /// and some points taken by chance push it. The second time is half of the pairs later: drawn twice at once by a point
    /// that stays where it is meanwhile, it would come too far.
    func move(
        among map: UnsafeBufferPointer<Float>, _ step: PairStep, rate: Float, negatives: Int, random: RandomWords
    ) {
        var random = random
        let count = UInt32(map.count / width)
        for visit in 0..<Int(counts.max()) {
            let isDue = SIMD16(repeating: Int32(visit)) .< counts
            for half: Int32 in 0..<2 {
                let factor = step.pull(look(at: others(visit, half, where: isDue), among: map))
                move(by: factor, rate: rate, where: isDue)
            }
            for _ in 0..<negatives {
                let others = numbersBelow(count, random.next())
                let factor = step.push(look(at: others, among: map))
                move(by: factor, rate: rate, where: isDue .& (others .!= points))
            }
        }
    }

    /// The other of each point's pair at a visit, or of that half of the pairs further on; where none is due the point itself.
    @inline(__always)
    private func others(_ visit: Int, _ half: Int32, where isDue: SIMDMask<SIMD16<Int32>>) -> SIMD16<Int32> {
        var pairs = SIMD16(repeating: Int32(visit)) &+ half &* (counts &+ 1) &>> 1
        pairs.replace(with: pairs &- counts, where: pairs .>= counts)
        pairs.replace(with: 0, where: .!isDue)
        var others = SIMD16<Int32>.zero
        for lane in 0..<16 { others[lane] = visited[lane * room + Int(pairs[lane])] }
        return others.replacing(with: points, where: .!isDue)
    }

    /// Fills the offsets from other points. Returns the squared distances.
    @inline(__always)
    private func look(at others: SIMD16<Int32>, among map: UnsafeBufferPointer<Float>) -> Vector {
        var squares = Vector.zero
        for column in 0..<width {
            var other = Vector.zero
            for lane in 0..<16 { other[lane] = map[Int(others[lane]) * width + column] }
            offsets[column] = places[column] - other
            squares.add(offsets[column], times: offsets[column])
        }
        return squares
    }

    @inline(__always)
    private func move(by factor: Vector, rate: Float, where isMoved: SIMDMask<SIMD16<Int32>>) {
        for column in 0..<width {
            let move = rate * PairStep.clipped(factor * offsets[column])
            places[column] += Vector.zero.replacing(with: move, where: isMoved)
        }
    }

    func put(into map: UnsafeMutableBufferPointer<Float>) {
        for lane in 0..<present {
            for column in 0..<width { map[Int(points[lane]) * width + column] = places[column][lane] }
        }
    }
}
