import Threads

/// Points sixteen at a time, coordinate by coordinate, for distances from a few others; behind the last the last stands again.
struct LanePoints: Sendable {
    let width: Int
    let count: Int
    private let lanes: [Vector]

    /// Which of some centres is nearest to each point, the first of equally near ones, and how near.
    struct Nearest {
        var centres: [Int32]
        var squaredDistances: [Float]
    }

    init(_ points: Points) {
        (width, count) = (points.width, points.count)
        var lanes = [Vector](repeating: .zero, count: (count + 15) / 16 * width)
        for place in 0..<lanes.count / width * 16 {
            let point = min(place, count - 1)
            for column in 0..<width {
                lanes[place / 16 * width + column][place % 16] = points.values[point * width + column]
            }
        }
        self.lanes = lanes
    }

    func nearest(of centres: Points, team: ThreadTeam) -> Nearest {
        var result = Nearest(
            centres: [Int32](repeating: 0, count: count), squaredDistances: [Float](repeating: 0, count: count))
        result.centres.withUnsafeMutableBufferPointer { found in
            result.squaredDistances.withUnsafeMutableBufferPointer { distances in
                let (found, distances) = (found, distances)
                team.forEachRange(of: (count + 15) / 16, grain: 16) { blocks in
                    for block in blocks {
                        let (centre, distance) = nearest(block, centres)
                        for lane in 0..<min(16, count - block * 16) {
                            found[block * 16 + lane] = centre[lane]
                            distances[block * 16 + lane] = distance[lane]
                        }
                    }
                }
            }
        }
        return result
    }

    private func nearest(_ block: Int, _ centres: Points) -> (SIMD16<Int32>, Vector) {
        var (best, distance) = (SIMD16<Int32>.zero, squaredDistances(block, centres.values, 0))
        for centre in 1..<max(1, centres.count) {
            let other = squaredDistances(block, centres.values, centre)
            let isNearer = other .< distance
            distance.replace(with: other, where: isNearer)
            best.replace(with: Int32(centre), where: isNearer)
        }
        return (best, distance)
    }

    /// The squared distances of a block's points from row `row` of `values`.
    @inline(__always)
    func squaredDistances(_ block: Int, _ values: [Float], _ row: Int) -> Vector {
        lanes.withUnsafeBufferPointer { lanes in
            values.withUnsafeBufferPointer { values in
                var sums = Vector.zero
                for column in 0..<width {
                    let offsets = lanes[block * width + column] - Vector(repeating: values[row * width + column])
                    sums.add(offsets, times: offsets)
                }
                return sums
            }
        }
    }
}
