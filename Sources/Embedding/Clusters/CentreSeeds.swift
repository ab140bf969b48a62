import Glibc
import TensorStreams
import Threads

/// Chooses points for first centres: each next one with a chance that grows with the squared distance from those chosen, the
/// best of a few candidates.
struct CentreSeeds {
    var random: RandomSource

    mutating func centres(of points: Points, _ blocks: LanePoints, count: Int, team: ThreadTeam) -> Points {
        var chosen = Array(points[random.below(points.count)])
        var distances = Distances(blocks, from: chosen, within: nil, team: team)
        let candidates = 2 + Int(log(Double(count)))
        for _ in 1..<max(1, count) {
            var best: (point: Int, distances: Distances)?
            for _ in 0..<candidates {
                let point = choice(distances)
                let next = Distances(blocks, from: Array(points[point]), within: distances.squared, team: team)
                if next.total < best?.distances.total ?? .infinity { best = (point, next) }
            }
            guard let best else { break }
            chosen.append(contentsOf: points[best.point])
            distances = best.distances
        }
        return Points(width: points.width, values: chosen)
    }

    private mutating func choice(_ distances: Distances) -> Int {
        guard distances.total > 0 else { return random.below(distances.squared.count) }
        var rest = (Double(random.next() >> 11) * 0x1p-53) * distances.total
        var piece = 0
        while piece < distances.sums.count - 1 && rest >= distances.sums[piece] {
            rest -= distances.sums[piece]
            piece += 1
        }
        let range = distances.squared.indices.piece(piece)
        var last = range.lowerBound
        for point in range where distances.squared[point] > 0 {
            last = point
            rest -= Double(distances.squared[point])
            if rest < 0 { break }
        }
        return last
    }
}

/// The squared distance of each point from the nearest centre, and their sums.
private struct Distances {
    var squared: [Float]
    /// Of a run of points after another.
    var sums: [Double]
    let total: Double

    init(_ blocks: LanePoints, from centre: [Float], within before: [Float]?, team: ThreadTeam) {
        let count = blocks.count
        var squared = before ?? [Float](repeating: .infinity, count: count)
        var sums = [Double](repeating: 0, count: (count + Range<Int>.pieceLength - 1) / Range<Int>.pieceLength)
        squared.withUnsafeMutableBufferPointer { squared in
            sums.withUnsafeMutableBufferPointer { sums in
                let (squared, sums) = (squared, sums)
                team.forEach(sums.count) { piece in
                    for first in stride(in: (0..<count).piece(piece), by: 16) {
                        let distances = blocks.squaredDistances(first / 16, centre, 0)
                        for lane in 0..<min(16, count - first) {
                            squared[first + lane] = min(squared[first + lane], distances[lane])
                            sums[piece] += Double(squared[first + lane])
                        }
                    }
                }
            }
        }
        (self.squared, self.sums) = (squared, sums)
        total = sums.reduce(0, +)
    }
}

extension Range<Int> {
    /// Whole blocks of sixteen.
    fileprivate static var pieceLength: Int { 4096 }

    fileprivate func piece(_ piece: Int) -> Range<Int> {
        piece * Self.pieceLength..<Swift.min((piece + 1) * Self.pieceLength, upperBound)
    }
}

private func stride(in range: Range<Int>, by step: Int) -> StrideTo<Int> {
    stride(from: range.lowerBound, to: range.upperBound, by: step)
}
