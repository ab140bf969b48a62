import Threads

/// What drives all points apart: for each the sum of `q² · (y(i) − y(j))`, with `q = 1 / (1 + |y(i) − y(j)|²)`, and the
/// sum of `q` over all pairs (van der Maaten 2014, equations 8 and 9).
///
/// Far points are taken together as in van der Maaten 2014, section 4.2; but the tree is walked once for a group of near
/// points, whose sums then go through one list sixteen at a time (Barnes, "A modified tree code", 1990).
public struct Repulsion: Sendable {
    public let forces: [SIMD2<Float>]
    /// The sum over all ordered pairs of different points.
    public let sum: Double

    /// With `theta` 0, no points are taken together and the sums are exact.
    public init(of picture: [SIMD2<Float>], theta: Float, team: ThreadTeam) {
        let tree = QuadTree(picture)
        var forces = [SIMD2<Float>](repeating: .zero, count: picture.count)
        var sums = [Double](repeating: 0, count: tree.groups.count)
        let pieces = min(tree.groups.count, team.threads * 4)
        forces.withUnsafeMutableBufferPointer { forces in
            sums.withUnsafeMutableBufferPointer { sums in
                let (forces, sums) = (forces, sums)
                team.forEach(pieces) { piece in
                    var list = SourceList(capacity: picture.count)
                    for number in tree.groups.indices.part(piece, of: pieces) {
                        let group = tree.groups[number]
                        list.collect(tree, for: group, squaredTheta: theta * theta)
                        sums[number] = Self.push(group.points, of: tree, by: list, into: forces)
                    }
                }
            }
        }
        self.forces = forces
        sum = sums.reduce(0, +)
    }

    private static func push(
        _ points: Range<Int>, of tree: QuadTree, by list: SourceList,
        into forces: UnsafeMutableBufferPointer<SIMD2<Float>>
    ) -> Double {
        var sum = 0.0
        for point in stride(from: points.lowerBound, to: points.upperBound, by: 2) {
            let other = min(point + 1, points.upperBound - 1)
            let (first, second) = list.push(tree.places[point], tree.places[other])
            forces[Int(tree.points[point])] = first.force
            // A point stands in its own list, at distance 0.
            sum += Double(first.sum) - 1
            if other == point { continue }
            forces[Int(tree.points[other])] = second.force
            sum += Double(second.sum) - 1
        }
        return sum
    }
}
