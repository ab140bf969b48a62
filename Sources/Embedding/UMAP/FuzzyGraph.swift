import CVectors
import Threads

/// The pairs of points that belong together, from both sides, and how strongly: the union of what each says of the other,
/// `p + q − p · q` (McInnes, Healy & Melville 2018, section 3.1).
package struct FuzzyGraph: Sendable {
    /// Where each point's pairs begin, and behind the last their number.
    package let starts: [Int]
    package let columns: [Int32]
    /// Relative to the strongest, above `1 / epochs`: weaker pairs would not be visited once. Fifteen zeros follow these and the
    /// columns, so that sixteen can be read from anywhere.
    package let weights: [Float]

    package init(_ nearest: NearestNeighbours, epochs: Int, team: ThreadTeam) {
        let memberships = Self.memberships(nearest, team: team)
        let rows = SortedRows(nearest)
        let count = nearest.indices.count / nearest.neighbours
        var (starts, columns, weights) = ([0], [Int32](), [Float]())
        starts.reserveCapacity(count + 1)
        columns.reserveCapacity(2 * nearest.indices.count)
        weights.reserveCapacity(2 * nearest.indices.count)
        for row in 0..<count {
            rows.forEachPair(of: row) { column, outward, inward in
                let (p, q) = (outward.map { memberships[$0] } ?? 0, inward.map { memberships[$0] } ?? 0)
                let weight = p + q - p * q
                // A nearest neighbour belongs with membership 1, the most that there is.
                guard weight * Float(epochs) >= 1 else { return }
                columns.append(column)
                weights.append(weight)
            }
            starts.append(columns.count)
        }
        columns.append(contentsOf: repeatElement(0, count: 15))
        weights.append(contentsOf: repeatElement(0, count: 15))
        (self.starts, self.columns, self.weights) = (starts, columns, weights)
    }

    /// The other points of a point's pairs that are due in an epoch: a pair of weight w is visited in that share of the epochs,
    /// evenly.
    ///
    /// - Parameter others: where they go, with room for fifteen more than there are pairs.
    /// - Returns: how many are due.
    @inline(__always)
    func due(of point: Int, _ epoch: Int, into others: UnsafeMutablePointer<Int32>) -> Int {
        let (before, after) = (Vector(repeating: Float(epoch)), Vector(repeating: Float(epoch + 1)))
        let end = starts[point + 1]
        var count = 0
        weights.withUnsafeBytes { weights in
            columns.withUnsafeBufferPointer { columns in
                for first in stride(from: starts[point], to: end, by: 16) {
                    let weight = weights.loadUnaligned(fromByteOffset: 4 * first, as: Vector.self)
                    let rises = lanesBelow((before * weight).rounded(.down), (after * weight).rounded(.down))
                    let own = UInt32(1) << UInt32(min(16, end - first)) - 1
                    let due = UInt16(truncatingIfNeeded: UInt32(rises) & own)
                    count += Int(packLanes(columns.baseAddress! + first, due, others + count))
                }
            }
        }
        return count
    }

    private static func memberships(_ nearest: NearestNeighbours, team: ThreadTeam) -> [Float] {
        let width = nearest.neighbours
        let distances = nearest.squaredDistances.map { $0.squareRoot() }
        let mean = distances.reduce(0.0) { $0 + Double($1) } / Double(distances.count / width * (width + 1))
        var memberships = [Float](repeating: 0, count: distances.count)
        distances.withUnsafeBufferPointer { distances in
            memberships.withUnsafeMutableBufferPointer { memberships in
                let memberships = memberships
                team.forEachRange(of: distances.count / width, grain: 64) { rows in
                    for row in rows {
                        let places = row * width..<(row + 1) * width
                        SmoothDistances.memberships(
                            UnsafeBufferPointer(rebasing: distances[places]), neighbours: width + 1,
                            meanDistance: mean, into: UnsafeMutableBufferPointer(rebasing: memberships[places]))
                    }
                }
            }
        }
        return memberships
    }
}
