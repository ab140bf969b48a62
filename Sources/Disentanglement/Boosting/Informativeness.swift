import Glibc
import Threads

/// Disentanglement, completeness and informativeness (Eastwood & Williams 2018), with the importances that gradient boosted
/// trees give to the coordinates in predicting each factor.
public struct Informativeness: Sendable {
    /// For each factor, the importance of each coordinate.
    public let importances: [[Double]]
    /// The share of predictions that come out right of the items that were learnt from, in the mean over the factors.
    public let trainAccuracy: Double
    /// The same of others.
    public let testAccuracy: Double

    /// What is added to an importance before its logarithm is taken.
    private static let floor = 1e-11

    /// - Parameter advance: is told how many factors are done.
    public init(
        _ representation: Representation, split: Split, seed: UInt64, team: ThreadTeam,
        advance: (Int) -> Void = { _ in }
    ) {
        let train = representation.latents.map { latent in split.train.map { Float(latent[$0]) } }
        let test = representation.latents.map { latent in split.test.map { Float(latent[$0]) } }
        var (importances, right) = ([[Double]](), (train: 0.0, test: 0.0))
        for (number, factor) in representation.factors.enumerated() {
            advance(number)
            let labels = split.train.map { factor.classes[$0] }
            let trees = BoostedTrees(train: train, labels: labels, test: test, seed: seed, team: team)
            importances.append(trees.importances)
            right.train += Self.agreement(trees.predictions.train, labels)
            right.test += Self.agreement(trees.predictions.test, split.test.map { factor.classes[$0] })
        }
        self.init(
            importances: importances, trainAccuracy: right.train / Double(importances.count),
            testAccuracy: right.test / Double(importances.count))
    }

    init(importances: [[Double]], trainAccuracy: Double, testAccuracy: Double) {
        (self.importances, self.trainAccuracy, self.testAccuracy) = (importances, trainAccuracy, testAccuracy)
    }

    private static func agreement(_ predictions: [Int], _ labels: [Int]) -> Double {
        Double(zip(predictions, labels).count { $0.0 == $0.1 }) / Double(labels.count)
    }

    /// Whether each coordinate is important to one factor alone, weighed by its importance; nil of a single factor.
    public var disentanglement: Double? {
        let coordinates = importances[0].indices
        return Self.concentration(coordinates.map { coordinate in importances.map { $0[coordinate] } })
    }

    /// Whether to each factor one coordinate alone is important, weighed by the factor's importances; nil of a single
    /// coordinate.
    public var completeness: Double? { Self.concentration(importances) }

    /// The mean of 1 less the entropy of each row, to the base of its length, weighed by the rows' sums.
    private static func concentration(_ rows: [[Double]]) -> Double? {
        guard rows[0].count > 1 else { return nil }
        let total = rows.joined().reduce(0, +)
        let scores = rows.map { row in 1 - Entropy.of(weights: row.map { $0 + floor }) / log(Double(row.count)) }
        let weights = rows.map { row in total > 0 ? row.reduce(0, +) / total : 1 / Double(rows.count) }
        return zip(scores, weights).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
