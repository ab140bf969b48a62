import Threads

/// The covariance of a batch's posterior means, or of its aggregate posterior, and how far it is from the identity (Kumar et
/// al. 2018, equations 6 and 7): `offDiagonal` · Σ_{i≠j} C_ij² + `diagonal` · Σ_i (C_ii − 1)².
///
/// The covariance divides by the number of items. Limited by arithmetic: coordinates² × items.
struct CovarianceKernel {
    let latent: Int
    let items: Int
    let columns: Int
    let offDiagonal: Float
    let diagonal: Float

    /// Numbers of work space: means less their mean, and two square matrices.
    static func workCount(latent: Int, columns: Int) -> Int { latent * columns + 2 * latent * latent }

    /// - Parameters:
    ///   - logVariance: of the posteriors, whose mean variance is added to the diagonal; nil for the means alone.
    ///   - gradients: for means and log variances, overwritten.
    /// - Returns: the penalty.
    func evaluate(
        mean: Tensor, logVariance: Tensor?, gradients: (mean: MutableTensor, logVariance: MutableTensor)?,
        work: MutableTensor, team: ThreadTeam
    ) -> Double {
        let centred = work.pointer
        let covariance = centred + latent * columns
        let slopes = covariance + latent * latent
        centre(mean.pointer, into: centred)
        team.forEachRange(of: latent) { range in
            for row in range {
                for other in 0..<latent { covariance[row * latent + other] = product(centred, row, other) }
                if let logVariance { covariance[row * latent + row] += variance(logVariance.pointer, row) }
            }
        }
        var penalty = 0.0
        for row in 0..<latent {
            for other in 0..<latent {
                let at = row * latent + other
                let (factor, target): (Float, Float) = row == other ? (diagonal, 1) : (offDiagonal, 0)
                let difference = covariance[at] - target
                penalty += Double(factor * difference * difference)
                slopes[at] = 2 * factor * difference
            }
        }
        if let gradients { differentiate(centred, slopes, logVariance, gradients, team) }
        return penalty
    }

    private func centre(_ values: UnsafePointer<Float>, into centred: UnsafeMutablePointer<Float>) {
        for row in 0..<latent {
            var sum = 0.0
            for item in 0..<items { sum += Double(values[row * columns + item]) }
            let mean = Float(sum / Double(items))
            for item in 0..<columns {
                centred[row * columns + item] = item < items ? values[row * columns + item] - mean : 0
            }
        }
    }

    private func product(_ centred: UnsafePointer<Float>, _ row: Int, _ other: Int) -> Float {
        var sum = Vector.zero
        for column in stride(from: 0, to: columns, by: Tensor.lanes) {
            sum = fma(
                loadVector(centred + row * columns + column), loadVector(centred + other * columns + column), sum)
        }
        return sum.sum() / Float(items)
    }

    private func variance(_ logVariances: UnsafePointer<Float>, _ row: Int) -> Float {
        var sum = 0.0
        for item in 0..<items { sum += Double(Scalar.exp(logVariances[row * columns + item])) }
        return Float(sum / Double(items))
    }

    private func differentiate(
        _ centred: UnsafePointer<Float>, _ slopes: UnsafePointer<Float>, _ logVariance: Tensor?,
        _ gradients: (mean: MutableTensor, logVariance: MutableTensor), _ team: ThreadTeam
    ) {
        let share = 1 / Float(items)
        let (toMean, toSpread) = (gradients.mean.pointer, gradients.logVariance.pointer)
        gradients.logVariance.fill(0)
        team.forEachRange(of: latent) { range in
            for row in range {
                for column in stride(from: 0, to: columns, by: Tensor.lanes) {
                    var sum = Vector.zero
                    for other in 0..<latent {
                        sum = fma(
                            loadVector(centred + other * columns + column),
                            Vector(repeating: slopes[row * latent + other]), sum)
                    }
                    storeVector(2 * share * sum, toMean + row * columns + column)
                }
                guard let logVariance else { continue }
                for item in 0..<items {
                    let at = row * columns + item
                    toSpread[at] = share * slopes[row * latent + row] * Scalar.exp(logVariance.pointer[at])
                }
            }
        }
    }
}
