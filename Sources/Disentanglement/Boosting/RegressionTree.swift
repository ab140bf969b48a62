import TensorStreams

/// A regression tree of a few levels, which takes at each node the split that lessens the squares most (Breiman et al. 1984).
///
/// Splits that are as good as each other in several features are taken in a random order of these, as scikit-learn does, so
/// that features which are copies of each other share what they are worth.
struct RegressionTree {
    private var nodes = [Node()]
    /// What the squares fell by in each feature, over the number of items.
    private(set) var importances: [Double]
    /// The leaf of each training item.
    private(set) var leaves: [Int]

    private struct Node {
        var feature = -1
        var threshold = 0.0
        var left = 0
        var value = 0.0
    }

    init(_ features: SortedFeatures, targets: [Double], depth: Int, random: inout RandomSource) {
        importances = [Double](repeating: 0, count: features.values.count)
        leaves = [Int](repeating: 0, count: features.count)
        var level = [0]
        for _ in 0..<depth where !level.isEmpty { level = split(level, features, targets, &random) }
    }

    /// Splits the nodes of a level where they can be; returns the nodes of the next.
    private mutating func split(
        _ level: [Int], _ features: SortedFeatures, _ targets: [Double], _ random: inout RandomSource
    ) -> [Int] {
        let open = places(of: level)
        let totals = totals(open, targets, count: level.count)
        let found = features.order.map { SplitSearch.best($0, targets: targets, nodes: open, totals: totals) }
        var next: [Int] = []
        for (place, node) in level.enumerated() where totals[place].impurity > Double.ulpOfOne {
            let order = random.permutation(features.values.count)
            let feature = order.dropFirst().reduce(order[0]) { found[$1][place].gain > found[$0][place].gain ? $1 : $0 }
            let split = found[feature][place]
            if split.gain <= 0 { continue }
            importances[feature] += split.gain / Double(totals[place].count) / Double(features.count)
            nodes[node].feature = feature
            nodes[node].threshold = split.threshold
            nodes[node].left = nodes.count
            next += [nodes.count, nodes.count + 1]
            nodes += [Node(), Node()]
        }
        if !next.isEmpty { descend(features) }
        return next
    }

    /// For each item the place of its node in the level; −1 where it is not of the level.
    private func places(of level: [Int]) -> [Int8] {
        var places = [Int8](repeating: -1, count: nodes.count)
        for (place, node) in level.enumerated() { places[node] = Int8(place) }
        return leaves.map { places[$0] }
    }

    private func totals(_ open: [Int8], _ targets: [Double], count: Int) -> [NodeTotal] {
        var totals = [NodeTotal](repeating: NodeTotal(), count: count)
        for (item, place) in open.enumerated() where place >= 0 {
            totals[Int(place)].sum += targets[item]
            totals[Int(place)].squares += targets[item] * targets[item]
            totals[Int(place)].count += 1
        }
        return totals
    }

    private mutating func descend(_ features: SortedFeatures) {
        for item in leaves.indices {
            let node = nodes[leaves[item]]
            if node.feature < 0 { continue }
            let goesLeft = Double(features.values[node.feature][item]) <= node.threshold
            leaves[item] = goesLeft ? node.left : node.left + 1
        }
    }

    /// Gives every leaf the quotient of two sums over its items; 0 where the second is.
    mutating func setLeaves(_ terms: (Int) -> (over: Double, under: Double)) {
        var sums = [(over: Double, under: Double)](repeating: (0, 0), count: nodes.count)
        for (item, leaf) in leaves.enumerated() {
            let (over, under) = terms(item)
            sums[leaf].over += over
            sums[leaf].under += under
        }
        for leaf in nodes.indices {
            nodes[leaf].value = sums[leaf].under > 1e-150 ? sums[leaf].over / sums[leaf].under : 0
        }
    }

    /// What it says of a training item.
    func value(ofTraining item: Int) -> Double { nodes[leaves[item]].value }

    /// What it says of an item with these values, feature by feature.
    func value(of features: [[Float]], item: Int) -> Double {
        var node = nodes[0]
        while node.feature >= 0 {
            node = nodes[Double(features[node.feature][item]) <= node.threshold ? node.left : node.left + 1]
        }
        return node.value
    }
}
