/// Finds the best split of every node of one level of a tree in one feature.
struct SplitSearch {
    /// A node's items on one side of where the search is.
    private struct State {
        var sum = 0.0
        var count = 0
        var previous = -Float.infinity
        var best = NodeSplit()
    }

    /// Values that are no further apart are not split, as in scikit-learn.
    private static let leastStep: Float = 1e-7

    /// - Parameters:
    ///   - order: the items in ascending order of the feature.
    ///   - targets: what the tree is to predict of each item.
    ///   - nodes: each item's node; negative where it is a leaf.
    ///   - totals: the nodes' sums and counts.
    /// - Returns: for each node its best split, of no gain where there is none.
    static func best(
        _ order: [SortedFeatures.Entry], targets: [Double], nodes: [Int8], totals: [NodeTotal]
    ) -> [NodeSplit] {
        var states = [State](repeating: State(), count: totals.count)
        for entry in order {
            let item = Int(entry.item)
            let node = Int(nodes[item])
            if node < 0 { continue }
            let total = totals[node]
            if states[node].count > 0, entry.value > states[node].previous + leastStep {
                let (left, right) = (Double(states[node].count), Double(total.count - states[node].count))
                let difference = right * states[node].sum - left * (total.sum - states[node].sum)
                let gain = difference * difference / (left * right)
                if gain > states[node].best.gain {
                    states[node].best = NodeSplit(gain: gain, below: states[node].previous, above: entry.value)
                }
            }
            states[node].sum += targets[item]
            states[node].count += 1
            states[node].previous = entry.value
        }
        return states.map(\.best)
    }
}

/// The sum of a node's targets, that of their squares, and how many there are.
struct NodeTotal {
    var sum = 0.0
    var squares = 0.0
    var count = 0

    /// The mean square about the mean.
    var impurity: Double {
        let mean = sum / Double(count)
        return squares / Double(count) - mean * mean
    }
}

/// Where a node is split in two.
struct NodeSplit {
    /// What the squares about the means fall by, times the node's count.
    var gain = 0.0
    /// The values on either side.
    var below: Float = 0
    var above: Float = 0

    /// Values up to this go left.
    var threshold: Double {
        let middle = Double(below) / 2 + Double(above) / 2
        return middle < Double(above) && middle.isFinite ? middle : Double(below)
    }
}
