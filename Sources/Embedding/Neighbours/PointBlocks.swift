/// Points as they are, for distances, and for scores centred, sixteen at a time, coordinate by coordinate.
///
/// The score of a query and a point is half their squared distance less half the query's squared length, from below:
/// `(½ − slack) |x|² − q · x`, a fused product for each coordinate where a distance takes a difference too. A place
/// without a point has an infinite one.
struct PointBlocks: Sendable {
    /// Place by place.
    let points: Points
    /// Which point stands at each place, -1 for none; nil where points stand in their own order.
    private let numbers: [Int32]?
    /// Blocks of sixteen: an even number, since scores are computed two at a time.
    let count: Int
    let lanes: [Vector]
    /// What the score of a point with a query of zeros is.
    let startingScores: [Vector]
    /// What the coordinates of queries are centred by.
    let centre: [Double]

    init(_ points: Points) { self.init(points, numbers: nil, centre: points.mean) }

    /// Points in another order, with places for none between them.
    init(_ points: Points, at numbers: [Int32]) {
        let width = points.width
        var values = [Float](repeating: 0, count: numbers.count * width)
        for (place, number) in numbers.enumerated() where number >= 0 {
            for column in 0..<width { values[place * width + column] = points.values[Int(number) * width + column] }
        }
        self.init(Points(width: width, values: values), numbers: numbers, centre: points.mean)
    }

    private init(_ points: Points, numbers: [Int32]?, centre: [Double]) {
        let width = points.width
        count = (points.count + 31) / 32 * 2
        var lanes = [Vector](repeating: .zero, count: count * width)
        var scores = [Vector](repeating: Vector(repeating: .infinity), count: count)
        for place in 0..<points.count where numbers?[place] != -1 {
            var squaredLength: Float = 0
            for column in 0..<width {
                let centred = Float(Double(points.values[place * width + column]) - centre[column])
                lanes[place / 16 * width + column][place % 16] = centred
                squaredLength += centred * centred
            }
            scores[place / 16][place % 16] = (0.5 - Self.slack(width)) * squaredLength
        }
        (self.points, self.numbers, self.lanes, startingScores, self.centre) = (points, numbers, lanes, scores, centre)
    }

    /// Which point stands at a place.
    @inline(__always)
    func number(_ place: Int) -> Int { numbers.map { Int($0[place]) } ?? place }

    /// What roundings may add to a score, as a share of the squared lengths of query and point: those of `width` products
    /// and sums here and in the distance, and of the centring, each at most 2⁻²⁴ of what it rounds.
    static func slack(_ width: Int) -> Float { Float(2 * width + 16) * 0x1p-24 }
}
