import Glibc
import Threads

/// How likely counts are whose means are an item's sum times the softmax of what the decoder puts out: the mean of scVI, with the
/// library size that was observed (Lopez et al. 2018).
///
/// Everything of sixteen items is worked out by one thread, value by value, so that no sum depends on the number of threads.
struct CountKernel {
    enum Loss {
        case poisson
        /// With an inverse dispersion θ for each value, the exponential of what is learnt: variance μ + μ²/θ.
        case negativeBinomial
        /// Plain squares.
        case squares
    }

    let loss: Loss
    let values: Int
    /// The softmax, values × columns.
    private let shares: MutableTensor

    /// - Parameter capacity: the most columns a batch has.
    init(_ loss: Loss, values: Int, capacity: Int) {
        (self.loss, self.values) = (loss, values)
        shares = MutableTensor(zeros: values * capacity)
    }

    /// As `ReconstructionKernel.evaluate`, of counts.
    func evaluate(_ batch: ReconstructionKernel.Batch, learnt: Tensor?, team: ThreadTeam) {
        let dispersions = learnt.map { learnt in (0..<values).map { Glibc.expf(learnt[$0]) } } ?? []
        let columns = CountColumns(batch, values: values, shares: shares)
        team.forEachRange(of: columns.columns / Tensor.lanes) { range in
            for column in range.vectorPlaces {
                switch loss {
                case .poisson: columns.run(column) { _ in PoissonLoss() }
                case .negativeBinomial:
                    columns.run(column) { NegativeBinomialLoss(theta: Vector(repeating: dispersions[$0])) }
                case .squares: columns.run(column) { _ in CountSquares() }
                }
            }
        }
    }
}

/// The columns of a batch of counts, worked at sixteen at a time.
private struct CountColumns {
    let columns: Int
    private let values: Int
    private let outputs, counts, weights: UnsafePointer<Float>
    private let losses, shares: UnsafeMutablePointer<Float>
    private let gradient, spreadGradient: UnsafeMutablePointer<Float>?

    init(_ batch: ReconstructionKernel.Batch, values: Int, shares: MutableTensor) {
        (columns, self.values) = (batch.losses.count, values)
        (outputs, counts, weights) = (batch.outputs.pointer, batch.images.pointer, batch.weights.pointer)
        (losses, self.shares) = (batch.losses.pointer, shares.pointer)
        (gradient, spreadGradient) = (batch.gradient?.pointer, batch.spreadGradient?.pointer)
    }

    /// The losses of the columns from `column` on, and their gradients.
    ///
    /// - Parameter make: the loss of a value.
    @inline(__always)
    func run(_ column: Int, _ make: (_ value: Int) -> some CountLoss) {
        var sum = Vector.zero
        for value in 0..<values { sum += loadVector(counts + value * columns + column) }
        let logSum = log(maximum(sum, Vector(repeating: .leastNormalMagnitude)))
        let normaliser = SoftmaxKernel.softmax(
            outputs + column, columns: columns, values: values, into: shares + column)
        var (total, slopes) = (Vector.zero, Vector.zero)
        let weight = loadVector(weights + column)
        for value in 0..<values {
            let (at, loss) = (value * columns + column, make(value))
            let (count, mean) = (loadVector(counts + at), sum * loadVector(shares + at))
            total += loss.loss(count: count, mean: mean, logMean: logSum + loadVector(outputs + at) - normaliser)
            if let spreadGradient {
                storeVector(loss.spreadSlope(count: count, mean: mean) * weight, spreadGradient + at)
            }
            guard let gradient else { continue }
            let slope = loss.slope(count: count, mean: mean)
            slopes += slope
            storeVector(slope, gradient + at)
        }
        storeVector(total, losses + column)
        if gradient != nil { differentiate(column, slopes: slopes, weight: weight) }
    }

    /// Takes the slopes for the logarithms of the means, which sum up to `slopes`, to the outputs.
    private func differentiate(_ column: Int, slopes: Vector, weight: Vector) {
        guard let gradient else { return }
        for value in 0..<values {
            let at = value * columns + column
            storeVector((loadVector(gradient + at) - loadVector(shares + at) * slopes) * weight, gradient + at)
        }
    }
}
