import Glibc
import TensorStreams
import Threads

/// A classifier of gradient boosted trees (Friedman 2001, algorithms 5 and 6), with what scikit-learn's
/// `GradientBoostingClassifier` takes by default: 100 rounds of trees of three levels at a rate of 0.1, beginning with the
/// shares of the classes; a tree for each class, or one for two.
struct BoostedTrees {
    static let rounds = 100
    static let depth = 3
    static let rate = 0.1

    /// What each feature contributes; they sum to 1, or are all 0 where no tree has a split.
    private(set) var importances: [Double]
    /// The classes that the training items and the test items come out as.
    private(set) var predictions: (train: [Int], test: [Int]) = ([], [])

    /// - Parameters:
    ///   - train, test: feature by feature, the values of the items.
    ///   - labels: the classes of the training items.
    init(train: [[Float]], labels: [Int], test: [[Float]], seed: UInt64, team: ThreadTeam) {
        let classes = TrainedClasses(labels)
        importances = [Double](repeating: 0, count: train.count)
        var training = Scores(classes, items: labels.count)
        var testing = Scores(classes, items: test[0].count)
        if classes.count > 1 {
            let features = SortedFeatures(train)
            for round in 0..<Self.rounds {
                let targets = training.residuals(classes)
                let trees = team.map(targets.count) { output in
                    let stream = DrawnStream.trees.rawValue << 32 | UInt64(round * targets.count + output)
                    var random = RandomSource(seed: seed, stream: stream)
                    return Self.tree(features, targets[output], classes, &random)
                }
                for (output, tree) in trees.enumerated() {
                    training.add(Self.rate, to: output) { tree.value(ofTraining: $0) }
                    testing.add(Self.rate, to: output) { tree.value(of: test, item: $0) }
                    for place in importances.indices { importances[place] += tree.importances[place] }
                }
            }
            let total = importances.reduce(0, +)
            if total > 0 { importances = importances.map { $0 / total } }
        }
        predictions = (training.predictions(classes), testing.predictions(classes))
    }

    /// A tree for what the scores of one class still miss, its leaves by one step of Newton's.
    private static func tree(
        _ features: SortedFeatures, _ residuals: [Double], _ classes: TrainedClasses, _ random: inout RandomSource
    ) -> RegressionTree {
        var tree = RegressionTree(features, targets: residuals, depth: depth, random: &random)
        let share = classes.count == 2 ? 1 : Double(classes.count - 1) / Double(classes.count)
        tree.setLeaves { item in
            let size = abs(residuals[item])
            return (share * residuals[item], size * (1 - size))
        }
        return tree
    }
}

/// What trees have said of items so far: a score for each class, or one for two.
private struct Scores {
    /// Output by output, the items' scores.
    private var values: [[Double]]

    /// Begins with the shares of the classes.
    init(_ classes: TrainedClasses, items: Int) {
        let shares = classes.shares
        let begin = classes.count == 2 ? [log(shares[1] / shares[0])] : shares.map { log($0) }
        values = begin.map { [Double](repeating: $0, count: items) }
    }

    mutating func add(_ rate: Double, to output: Int, _ value: (Int) -> Double) {
        for item in values[output].indices { values[output][item] += rate * value(item) }
    }

    /// Output by output, whether an item is of the class less how probable that is.
    func residuals(_ classes: TrainedClasses) -> [[Double]] {
        var residuals = values
        for item in values[0].indices {
            if classes.count == 2 {
                residuals[0][item] = Double(classes.places[item]) - 1 / (1 + exp(-values[0][item]))
                continue
            }
            let largest = values.reduce(-Double.infinity) { max($0, $1[item]) }
            var total = 0.0
            for output in values.indices {
                residuals[output][item] = exp(values[output][item] - largest)
                total += residuals[output][item]
            }
            for output in values.indices {
                residuals[output][item] = (classes.places[item] == output ? 1 : 0) - residuals[output][item] / total
            }
        }
        return residuals
    }

    func predictions(_ classes: TrainedClasses) -> [Int] {
        values[0].indices.map { item in classes.original[classes.best(values.map { $0[item] })] }
    }
}
