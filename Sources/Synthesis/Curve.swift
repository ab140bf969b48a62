/// A place on a pen's path and how far along its stroke it lies, from 0 to 1.
struct PathSample {
    var point: Point
    var progress: Float
    /// False where the pen came down anew: no ink runs from the sample before to this one.
    var isJoined: Bool
}

/// Smooth paths through knots: cubic Hermite pieces with Bessel tangents, which do not overshoot where knots are
/// unevenly spaced (de Boor, A Practical Guide to Splines, IV).
enum Curve {
    /// The longest piece of a path, in units of the digit's height.
    static let step: Float = 0.055

    /// Appends a polyline that follows the stroke, fine enough to look smooth.
    static func flatten(_ stroke: Stroke, into path: inout [PathSample]) {
        let knots = stroke.knots
        guard let first = knots.first else { return }
        let start = path.count
        path.append(PathSample(point: first.position, progress: 0, isJoined: false))
        for index in 0..<knots.count - 1 {
            append(piece: index, of: knots, to: &path)
        }
        let scale = 1 / Float(max(1, path.count - 1 - start))
        for index in start..<path.count { path[index].progress = Float(index - start) * scale }
    }

    private static func append(piece index: Int, of knots: [Knot], to path: inout [PathSample]) {
        let from = knots[index].position
        let to = knots[index + 1].position
        let chord = max(length(to - from), 1e-4)
        let leaving = tangent(at: index, in: knots, piece: index) * chord
        let arriving = tangent(at: index + 1, in: knots, piece: index) * chord
        let count = min(12, max(2, Int((chord / step).rounded(.up))))
        for number in 1...count {
            let t = Float(number) / Float(count)
            let t2 = t * t
            let t3 = t2 * t
            var point = from * (2 * t3 - 3 * t2 + 1)
            point += leaving * (t3 - 2 * t2 + t)
            point += to * (3 * t2 - 2 * t3)
            point += arriving * (t3 - t2)
            path.append(PathSample(point: point, progress: 0, isJoined: true))
        }
    }

    /// The direction of the path at a knot, per unit of chord, seen from one of the two pieces that meet there.
    private static func tangent(at index: Int, in knots: [Knot], piece: Int) -> Point {
        let isEnd = index == 0 || index == knots.count - 1
        let own = slope(of: piece, in: knots)
        guard isEnd || knots[index].isCorner else { return bessel(at: index, in: knots) }
        let other = piece == index ? index + 1 : index - 1
        let otherIsEnd = other == 0 || other == knots.count - 1 || knots[other].isCorner
        return otherIsEnd ? own : own * 1.5 - bessel(at: other, in: knots) * 0.5
    }

    private static func bessel(at index: Int, in knots: [Knot]) -> Point {
        let before = max(length(knots[index].position - knots[index - 1].position), 1e-4)
        let after = max(length(knots[index + 1].position - knots[index].position), 1e-4)
        let weighted = slope(of: index - 1, in: knots) * after + slope(of: index, in: knots) * before
        return weighted / (before + after)
    }

    private static func slope(of piece: Int, in knots: [Knot]) -> Point {
        let step = knots[piece + 1].position - knots[piece].position
        return step / max(length(step), 1e-4)
    }

    static func length(_ vector: Point) -> Float { (vector * vector).sum().squareRoot() }
}
