import Glibc

/// How strongly points at a distance in the map belong together: `1 / (1 + a · distance^(2b))`.
package struct MembershipCurve: Equatable, Sendable {
    package private(set) var a = 1.0
    package private(set) var b = 1.0

    /// The curve nearest, in least squares, to one that is 1 up to `minimalDistance` and falls from there exponentially with
    /// `spread` (McInnes, Healy & Melville 2018, section 3.2), at 300 distances up to three times the spread.
    package init(minimalDistance: Double, spread: Double) {
        let distances = (1..<300).map { 3 * spread * Double($0) / 299 }
        let wanted = distances.map { $0 < minimalDistance ? 1 : exp(-($0 - minimalDistance) / spread) }
        var damping = 1e-3
        var error = squaredError(distances, wanted)
        for _ in 0..<500 {
            var next = self
            next.step(distances, wanted, damping: damping)
            let nextError = next.squaredError(distances, wanted)
            if nextError < error && next.a > 0 && next.b > 0 {
                let gain = error - nextError
                (self, error, damping) = (next, nextError, damping / 3)
                if gain < 1e-16 { return }
            } else {
                damping *= 4
                if damping > 1e12 { return }
            }
        }
    }

    private func value(_ distance: Double) -> Double { 1 / (1 + a * pow(distance, 2 * b)) }

    private func squaredError(_ distances: [Double], _ wanted: [Double]) -> Double {
        zip(distances, wanted).reduce(0) { $0 + pow(value($1.0) - $1.1, 2) }
    }

    /// A step of Levenberg and Marquardt.
    private mutating func step(_ distances: [Double], _ wanted: [Double], damping: Double) {
        var (aa, ab, bb, ga, gb) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for (distance, goal) in zip(distances, wanted) {
            let value = value(distance)
            let power = pow(distance, 2 * b)
            let byA = -value * value * power
            let byB = -value * value * a * power * 2 * log(distance)
            let offset = goal - value
            aa += byA * byA
            ab += byA * byB
            bb += byB * byB
            ga += byA * offset
            gb += byB * offset
        }
        (aa, bb) = (aa * (1 + damping), bb * (1 + damping))
        let determinant = aa * bb - ab * ab
        guard determinant > 0 else { return }
        a += (bb * ga - ab * gb) / determinant
        b += (aa * gb - ab * ga) / determinant
    }
}
