import Glibc

/// What each of several draws for an item counts for: in the loss, and in the gradient of what it was drawn from.
final class DrawWeights {
    private let draws: Draws
    private let columnShares: MutableTensor
    private let columnFactors: MutableTensor
    /// log w of each draw in nats, by column: to be filled in before draws are weighed by importance.
    var logWeights: [Double]
    private var items = 0
    /// Items that means are taken over.
    private var total = 0

    /// - Parameter drawCapacity: columns of the draws of the widest batch.
    init(_ draws: Draws, drawCapacity: Int) {
        self.draws = draws
        columnShares = MutableTensor(zeros: drawCapacity)
        columnFactors = MutableTensor(zeros: drawCapacity)
        logWeights = [Double](repeating: 0, count: drawCapacity)
    }

    private var columns: Int { Tensor.columns(for: items * draws.count) }
    /// Each draw's share of the mean loss, 0 for the columns that pad them.
    var shares: Tensor { Tensor(columnShares)[0..<columns] }
    /// The factor on what comes back through each draw to the moments that it was drawn from.
    var factors: Tensor { Tensor(columnFactors)[0..<columns] }

    /// Lets all draws count alike.
    ///
    /// - Parameter total: items that the mean loss is over.
    func shareAlike(items: Int, of total: Int) {
        (self.items, self.total) = (items, total)
        columnShares.fill(0)
        columnFactors.fill(1)
        for column in 0..<items * draws.count { columnShares[column] = 1 / Float(total * draws.count) }
    }

    /// Lets each draw count for its weight.
    ///
    /// - Parameters:
    ///   - total: items that the mean loss is over.
    ///   - beta: the weight of log p(z) − log q(z | x) in log w.
    /// - Returns: the sum over the items of the negative bound that the weights give; nil where draws count alike.
    func weigh(items: Int, of total: Int, beta: Double) -> Double? {
        shareAlike(items: items, of: total)
        guard case .byImportance(let weighing) = draws.weighing else { return nil }
        return (0..<items).reduce(0) { sum, item in
            sum - weigh(item * draws.count..<(item + 1) * draws.count, weighing, beta: beta)
        }
    }

    /// Weighs the draws of an item; their bound.
    private func weigh(_ columns: Range<Int>, _ weighing: ImportanceWeighing, beta: Double) -> Double {
        let together = weighing.groupsEncoderAlone ? logMean(columns) : nil
        let size = columns.count / weighing.groups
        var sum = 0.0
        for first in stride(from: columns.lowerBound, to: columns.upperBound, by: size) {
            sum += weigh(group: first..<first + size, of: columns.count, together: together, weighing, beta: beta)
        }
        let bound = together ?? sum / Double(weighing.groups)
        guard weighing.plainPart > 0 else { return bound }
        return weighing.mix(bound, plain: logWeights[columns].reduce(0, +) / Double(columns.count))
    }

    private func logMean(_ columns: Range<Int>) -> Double {
        var mean = LogMeanExp()
        for column in columns { mean.add(logWeights[column]) }
        return mean.value
    }

    /// Weighs some of an item's draws by what their weights add up to; log 1/n Σ w of them.
    ///
    /// - Parameters:
    ///   - count: of all draws for the item.
    ///   - together: log 1/K Σ w of all of them, where the loss is their bound.
    private func weigh(
        group: Range<Int>, of count: Int, together: Double?, _ weighing: ImportanceWeighing, beta: Double
    ) -> Double {
        let own = logMean(group)
        let scale = together.map { exp(own - $0) } ?? 1
        let (plain, rest) = (weighing.plainPart, 1 - weighing.plainPart)
        for column in group {
            // By w̃ of the group.
            let weight = exp(logWeights[column] - own) / Double(group.count)
            let path = weighing.gradient == .dreg ? 1 - beta + beta * weight : 1
            let counts = (plain + rest * weight * Double(group.count) * scale) / Double(count)
            // What comes back through a draw that next to nothing counts for in the loss may be asked for with a greater weight.
            let share = max(counts, 1e-30)
            columnShares[column] = Float(share / Double(total))
            columnFactors[column] = Float(
                (plain + rest * weight * Double(group.count) * path) / (share * Double(count)))
        }
        return own
    }
}
