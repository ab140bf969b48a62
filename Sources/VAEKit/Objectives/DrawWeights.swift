import Glibc

/// What each of several draws for an item counts for: in the loss, and in the gradient of what it was drawn from.
final class DrawWeights {
    private let draws: Draws
    private let columnShares: MutableTensor
    private let columnFactors: MutableTensor
    /// log w of each draw in nats, by column: to be filled in before draws are weighed by importance.
    var logWeights: [Double]
    private var items = 0

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

    /// Lets each draw count for its weight.
    ///
    /// - Parameter beta: the weight of log p(z) − log q(z | x) in log w.
    /// - Returns: the sum over the items of −log 1/K Σ w; nil where draws count alike.
    func weigh(items: Int, beta: Double) -> Double? {
        self.items = items
        columnShares.fill(0)
        columnFactors.fill(1)
        guard case .byImportance(let gradient) = draws.weighing else {
            for column in 0..<items * draws.count { columnShares[column] = 1 / Float(items * draws.count) }
            return nil
        }
        return (0..<items).reduce(0) { sum, item in
            sum - weigh(item * draws.count..<(item + 1) * draws.count, gradient, beta: beta)
        }
    }

    /// Weighs the draws of an item; log 1/K Σ w.
    private func weigh(_ columns: Range<Int>, _ gradient: ImportanceWeighted.Gradient, beta: Double) -> Double {
        var mean = LogMeanExp()
        for column in columns { mean.add(logWeights[column]) }
        let bound = mean.value
        for column in columns {
            let weight = exp(logWeights[column] - bound) / Double(columns.count)
            columnShares[column] = Float(weight / Double(items))
            if gradient == .dreg { columnFactors[column] = Float(1 - beta + beta * weight) }
        }
        return bound
    }
}
