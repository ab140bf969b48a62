import Glibc

/// How strongly a point belongs to its neighbours: 1 to those at the distance of the nearest, to others less by
/// `exp(−(distance − nearest) / width)`, with the width at which the sum is the logarithm of their number (McInnes, Healy &
/// Melville 2018, algorithm 3).
enum SmoothDistances {
    /// A width is no smaller than this share of the mean distance.
    private static let leastWidth = 1e-3

    /// - Parameters:
    ///   - distances: from nearest to farthest, not the point's own.
    ///   - neighbours: how many there are, with the point itself.
    ///   - meanDistance: of all points from their neighbours, for a point that has no neighbour at a distance.
    static func memberships(
        _ distances: UnsafeBufferPointer<Float>, neighbours: Int, meanDistance: Double,
        into memberships: UnsafeMutableBufferPointer<Float>
    ) {
        let nearest = Double(distances.first { $0 > 0 } ?? 0)
        let target = log2(Double(neighbours))
        var (low, width, high) = (0.0, 1.0, Double.infinity)
        for _ in 0..<64 {
            let sum = distances.reduce(0.0) { $0 + membership(Double($1), nearest, width) }
            if abs(sum - target) < 1e-5 { break }
            if sum > target {
                high = width
                width = (low + high) / 2
            } else {
                low = width
                width = high == .infinity ? 2 * width : (low + high) / 2
            }
        }
        let ownMean = distances.reduce(0.0) { $0 + Double($1) } / Double(neighbours)
        width = max(width, leastWidth * (nearest > 0 ? ownMean : meanDistance))
        for place in distances.indices {
            memberships[place] = Float(membership(Double(distances[place]), nearest, width))
        }
    }

    private static func membership(_ distance: Double, _ nearest: Double, _ width: Double) -> Double {
        distance > nearest ? exp(-(distance - nearest) / width) : 1
    }
}
