/// A linear support vector machine on one coordinate: ½(w² + b²) + Σ c_i max(0, 1 − y_i(w·x_i + b))², the bias penalised
/// like the weight, as LIBLINEAR minimises it (Fan et al. 2008; what scikit-learn calls `LinearSVC`).
///
/// Two unknowns of a strictly convex function, quadratic in pieces: Newton's steps end exactly.
package struct LineSupportVector {
    package private(set) var weight = 0.0
    package private(set) var bias = 0.0

    private static let steps = 100

    /// - Parameters:
    ///   - x: the coordinate of each item.
    ///   - isMember: whether an item is to lie on the positive side.
    ///   - costs: of items that are, and that are not.
    package init(_ x: [Double], isMember: [Bool], costs: (Double, Double)) {
        let problem = Problem(x: x, isMember: isMember, costs: costs)
        var now = problem.evaluate(0, 0)
        for _ in 0..<Self.steps {
            let (byWeight, byBias) = now.step
            var share = 1.0
            var next = problem.evaluate(weight - byWeight, bias - byBias)
            while next.value > now.value, share > 1e-10 {
                share /= 2
                next = problem.evaluate(weight - share * byWeight, bias - share * byBias)
            }
            guard next.value < now.value else { return }
            weight -= share * byWeight
            bias -= share * byBias
            now = next
        }
    }

    /// How far on the positive side a value lies.
    package func decision(_ x: Double) -> Double { weight * x + bias }

    private struct Problem {
        let x: [Double]
        let isMember: [Bool]
        let costs: (Double, Double)

        /// The function with its slopes and curvatures.
        func evaluate(_ weight: Double, _ bias: Double) -> Terms {
            var terms = Terms(weight, bias)
            for place in x.indices {
                let sign = isMember[place] ? 1.0 : -1.0
                let miss = 1 - sign * (weight * x[place] + bias)
                if miss > 0 { terms.add(miss, sign, x[place], isMember[place] ? costs.0 : costs.1) }
            }
            return terms
        }
    }

    private struct Terms {
        var value: Double
        private var slopes: (Double, Double)
        private var curvatures = (weight: 1.0, both: 0.0, bias: 1.0)

        init(_ weight: Double, _ bias: Double) {
            value = 0.5 * (weight * weight + bias * bias)
            slopes = (weight, bias)
        }

        mutating func add(_ miss: Double, _ sign: Double, _ x: Double, _ cost: Double) {
            value += cost * miss * miss
            slopes.0 -= 2 * cost * miss * sign * x
            slopes.1 -= 2 * cost * miss * sign
            curvatures.weight += 2 * cost * x * x
            curvatures.both += 2 * cost * x
            curvatures.bias += 2 * cost
        }

        /// The inverse of the curvatures times the slopes.
        var step: (Double, Double) {
            let determinant = curvatures.weight * curvatures.bias - curvatures.both * curvatures.both
            return (
                (curvatures.bias * slopes.0 - curvatures.both * slopes.1) / determinant,
                (curvatures.weight * slopes.1 - curvatures.both * slopes.0) / determinant
            )
        }
    }
}
