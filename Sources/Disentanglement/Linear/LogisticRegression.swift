import Glibc
import Threads

/// Multinomial logistic regression with a penalty on the weights and none on the intercepts, Σ −log p + ½|W|², as
/// scikit-learn's `LogisticRegression` minimises it with its defaults. Two classes have one weight vector between them.
struct LogisticRegression {
    private let classes: TrainedClasses
    /// For each output its weights, and its intercept last.
    private let weights: [Double]
    private let width: Int

    /// - Parameters:
    ///   - points: count × width.
    ///   - labels: the class of each point.
    init(_ points: [Double], width: Int, labels: [Int], team: ThreadTeam) {
        let classes = TrainedClasses(labels)
        let outputs = classes.count == 2 ? 1 : classes.count
        let problem = Problem(points: points, width: width, outputs: outputs, places: classes.places, team: team)
        let start = [Double](repeating: 0, count: outputs * (width + 1))
        weights = LBFGS(tolerance: 1e-5, limit: 1000).minimum(from: start, of: problem.evaluate)
        (self.classes, self.width) = (classes, width)
    }

    /// The share of points whose class comes out right.
    func accuracy(_ points: [Double], labels: [Int]) -> Double {
        let right = labels.indices.count { place in
            let point = points[place * width..<(place + 1) * width]
            return classes.original[classes.best(Self.decisions(point, weights))] == labels[place]
        }
        return Double(right) / Double(labels.count)
    }

    private static func decisions(_ point: ArraySlice<Double>, _ weights: [Double]) -> [Double] {
        stride(from: 0, to: weights.count, by: point.count + 1).map { first in
            zip(point, weights[first...]).reduce(weights[first + point.count]) { $0 + $1.0 * $1.1 }
        }
    }

    /// The mean loss of the points, and what there is of the penalty in it.
    private struct Problem {
        let points: [Double]
        let width: Int
        let outputs: Int
        let places: [Int]
        let team: ThreadTeam

        /// Points that are summed by one thread: sums do not depend on how many threads there are.
        private static let part = 512

        func evaluate(_ weights: [Double]) -> (value: Double, slopes: [Double]) {
            let parts = (places.count + Self.part - 1) / Self.part
            let sums = team.map(parts) { part in
                sum(part * Self.part..<min((part + 1) * Self.part, places.count), weights)
            }
            let share = 1 / Double(places.count)
            var (value, slopes) = (0.0, [Double](repeating: 0, count: weights.count))
            for sum in sums {
                value += share * sum.value
                for place in slopes.indices { slopes[place] += share * sum.slopes[place] }
            }
            for place in weights.indices where place % (width + 1) < width {
                value += 0.5 * share * weights[place] * weights[place]
                slopes[place] += share * weights[place]
            }
            return (value, slopes)
        }

        private func sum(_ range: Range<Int>, _ weights: [Double]) -> (value: Double, slopes: [Double]) {
            var (value, slopes) = (0.0, [Double](repeating: 0, count: weights.count))
            for item in range {
                let point = points[item * width..<(item + 1) * width]
                var errors = decisions(point, weights)
                value += outputs == 1 ? Self.binary(&errors, places[item]) : Self.softmax(&errors, places[item])
                for output in errors.indices {
                    let first = output * (width + 1)
                    for place in 0..<width { slopes[first + place] += errors[output] * points[item * width + place] }
                    slopes[first + width] += errors[output]
                }
            }
            return (value, slopes)
        }

        /// The loss; decisions become its slopes.
        private static func binary(_ decision: inout [Double], _ place: Int) -> Double {
            let margin = place == 1 ? decision[0] : -decision[0]
            let loss = margin > 0 ? log1p(exp(-margin)) : log1p(exp(margin)) - margin
            decision[0] = 1 / (1 + exp(-decision[0])) - Double(place)
            return loss
        }

        /// The loss; decisions become its slopes.
        private static func softmax(_ decisions: inout [Double], _ place: Int) -> Double {
            let largest = decisions.max() ?? 0
            let own = decisions[place] - largest
            var total = 0.0
            for output in decisions.indices {
                decisions[output] = exp(decisions[output] - largest)
                total += decisions[output]
            }
            for output in decisions.indices { decisions[output] /= total }
            decisions[place] -= 1
            return log(total) - own
        }
    }
}
