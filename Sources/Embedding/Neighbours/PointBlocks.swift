/// Points as they are, for distances, and for scores centred, sixteen at a time, coordinate by coordinate.
///
/// The score of a query and a point is half their squared distance less half the query's squared length, from below:
/// `(½ − slack) |x|² − q · x`, a fused product for each coordinate where a distance takes a difference too. A place
/// without a point has an infinite one.
struct PointBlocks: Sendable {
    let points: Points
    /// Blocks of sixteen: an even number, since scores are computed two at a time.
    let count: Int
    let lanes: [Vector]
    /// What the score of a point with a query of zeros is.
    let startingScores: [Vector]
    /// What the coordinates of queries are centred by.
    let centre: [Double]

    init(_ points: Points) {
        let width = points.width
        count = (points.count + 31) / 32 * 2
        var lanes = [Vector](repeating: .zero, count: count * width)
        var scores = [Vector](repeating: Vector(repeating: .infinity), count: count)
        let centre = points.mean
        for point in 0..<points.count {
            var squaredLength: Float = 0
            for column in 0..<width {
                let centred = Float(Double(points.values[point * width + column]) - centre[column])
                lanes[point / 16 * width + column][point % 16] = centred
                squaredLength += centred * centred
            }
            scores[point / 16][point % 16] = (0.5 - Self.slack(width)) * squaredLength
        }
        (self.points, self.lanes, startingScores, self.centre) = (points, lanes, scores, centre)
    }

    /// What roundings may add to a score, as a share of the squared lengths of query and point: those of `width` products
    /// and sums here and in the distance, and of the centring, each at most 2⁻²⁴ of what it rounds.
    static func slack(_ width: Int) -> Float { Float(2 * width + 16) * 0x1p-24 }
}
