/// Minimises a smooth convex function by the limited-memory method of Broyden, Fletcher, Goldfarb and Shanno (Nocedal &
/// Wright 2006, algorithm 7.5), halving steps until the function falls enough.
package struct LBFGS {
    /// Pairs of steps and changes of the slope that are kept.
    private static let memory = 10
    /// The largest slope of a coordinate at which the minimum is reached.
    let tolerance: Double
    /// Steps at most.
    let limit: Int

    package init(tolerance: Double, limit: Int) { (self.tolerance, self.limit) = (tolerance, limit) }

    private struct Pair {
        let step: [Double]
        let change: [Double]
        let product: Double
    }

    /// - Parameter function: its value and slopes at a point.
    /// - Returns: the minimum, or where the steps end.
    package func minimum(from start: [Double], of function: ([Double]) -> (value: Double, slopes: [Double])) -> [Double]
    {
        var point = start
        var now = function(point)
        var pairs: [Pair] = []
        for _ in 0..<limit where now.slopes.contains(where: { abs($0) > tolerance }) {
            let direction = Self.direction(now.slopes, pairs)
            let fall = Self.dot(direction, now.slopes)
            var share = pairs.isEmpty ? 1 / max(1, Self.dot(now.slopes, now.slopes).squareRoot()) : 1
            var (next, there) = (point, now)
            repeat {
                next = zip(point, direction).map { $0 - share * $1 }
                there = function(next)
                share /= 2
            } while there.value > now.value - 2e-4 * share * fall && share > 1e-12
            guard there.value < now.value else { break }
            let (step, change) = (zip(next, point).map(-), zip(there.slopes, now.slopes).map(-))
            let product = Self.dot(step, change)
            if product > 1e-12 * Self.dot(change, change) {
                pairs = pairs.suffix(Self.memory - 1) + [Pair(step: step, change: change, product: product)]
            }
            (point, now) = (next, there)
        }
        return point
    }

    /// The inverse curvature, as the pairs tell of it, times the slopes.
    private static func direction(_ slopes: [Double], _ pairs: [Pair]) -> [Double] {
        var direction = slopes
        var shares: [Double] = []
        for pair in pairs.reversed() {
            let share = dot(pair.step, direction) / pair.product
            shares.append(share)
            add(-share, pair.change, to: &direction)
        }
        if let last = pairs.last {
            let scale = last.product / dot(last.change, last.change)
            for place in direction.indices { direction[place] *= scale }
        }
        for (pair, share) in zip(pairs, shares.reversed()) {
            add(share - dot(pair.change, direction) / pair.product, pair.step, to: &direction)
        }
        return direction
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

    private static func add(_ factor: Double, _ a: [Double], to b: inout [Double]) {
        for place in b.indices { b[place] += factor * a[place] }
    }
}
