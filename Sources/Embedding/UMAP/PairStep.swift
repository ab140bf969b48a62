/// By how much a point of the map moves towards one that it belongs with, and off one taken by chance.
struct PairStep: Sendable {
    private let a: Vector
    private let b: Vector
    private let pull: Vector
    private let push: Vector
    /// A squared distance below is taken for this one: no power of it overflows.
    private static let least: Float = 1e-12
    /// No coordinate moves further, times the rate.
    private static let reach: Float = 4

    init(_ curve: MembershipCurve) {
        a = Vector(repeating: Float(curve.a))
        b = Vector(repeating: Float(curve.b))
        pull = Vector(repeating: Float(-2 * curve.a * curve.b))
        push = Vector(repeating: Float(2 * curve.b))
    }

    /// What the offset from the other point is multiplied by to be pulled: `−2ab d^(2b − 2) / (1 + a d^(2b))`.
    @inline(__always)
    func pull(_ squaredDistance: Vector) -> Vector {
        let distance = Self.bounded(squaredDistance)
        let power = distance.power(b)
        return pull * power / (distance * (1 + a * power))
    }

    /// What it is multiplied by to be pushed: `2b / ((0.001 + d²) (1 + a d^(2b)))`.
    @inline(__always)
    func push(_ squaredDistance: Vector) -> Vector {
        let power = Self.bounded(squaredDistance).power(b)
        return push / ((0.001 + squaredDistance) * (1 + a * power))
    }

    @inline(__always)
    private static func bounded(_ squaredDistance: Vector) -> Vector {
        squaredDistance.replacing(with: least, where: squaredDistance .< least)
    }

    /// Within the reach.
    @inline(__always)
    static func clipped(_ move: Vector) -> Vector {
        move.replacing(with: reach, where: move .> reach).replacing(with: -reach, where: move .< -reach)
    }
}
