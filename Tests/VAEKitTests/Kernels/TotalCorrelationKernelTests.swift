import Foundation
import Testing
import Threads
import VAEKit

/// The densities of a batch's samples and their gradients, pair by pair in double precision.
@Suite struct TotalCorrelationKernelTests {
    private static let latent = 3
    private static let setSize = 1000

    @Test(arguments: TotalCorrelationKernel.Sampling.allCases, [2, 17, 33])
    func isTheSumOverPairs(sampling: TotalCorrelationKernel.Sampling, items: Int) {
        let columns = Tensor.columns(for: items)
        let size = Self.latent * columns
        let inputs = (0..<3).map { Tensor(testNumbers(size, seed: $0)) }
        let gradients = (0..<3).map { _ in MutableTensor(zeros: size) }
        let factors = TotalCorrelationKernel.Terms(conditional: 1, joint: 5, marginals: -3, prior: -2)
        let kernel = TotalCorrelationKernel(
            latent: Self.latent, items: items, columns: columns, setSize: Self.setSize, sampling: sampling)
        let work = MutableTensor(zeros: TotalCorrelationKernel.workCount(latent: Self.latent, columns: columns))
        let terms = kernel.evaluate(
            sample: inputs[0], mean: inputs[1], logVariance: inputs[2], factors: factors,
            gradients: (gradients[0], gradients[1], gradients[2]), work: work, team: ThreadTeam(threads: 2))
        func naive(_ numbers: [Double]) -> TotalCorrelationKernel.Terms {
            Self.naive(numbers, sampling, items: items, columns: columns)
        }
        func loss(_ numbers: [Double]) -> Double {
            let terms = naive(numbers)
            let joint = factors.conditional * terms.conditional + factors.joint * terms.joint
            return (joint + factors.marginals * terms.marginals + factors.prior * terms.prior) / Double(items)
        }
        let numbers = inputs.flatMap { $0.array.map(Double.init) }
        let right = naive(numbers)
        for (value, expected) in [
            (terms.conditional, right.conditional), (terms.joint, right.joint), (terms.marginals, right.marginals),
            (terms.prior, right.prior),
        ] { #expect(abs(value - expected) < 2e-6 * abs(expected)) }
        #expect(difference(gradients.flatMap { Tensor($0).array }, NaiveLayers.slopes(numbers, loss)) < 1e-5)
    }

    /// - Parameter numbers: samples, means and log variances, latent × columns each.
    private static func naive(
        _ numbers: [Double], _ sampling: TotalCorrelationKernel.Sampling, items: Int, columns: Int
    ) -> TotalCorrelationKernel.Terms {
        func density(_ row: Int, _ i: Int, _ j: Int) -> Double {
            let (own, other) = (row * columns + i, latent * columns + row * columns + j)
            let (difference, logVariance) = (numbers[own] - numbers[other], numbers[other + latent * columns])
            return exp(-0.5 * (difference * difference / exp(logVariance) + logVariance + log(2 * Double.pi)))
        }
        var terms = TotalCorrelationKernel.Terms()
        for i in 0..<items {
            let weights = (0..<items).map { weight(i, $0, sampling, Double(items)) }
            terms.joint += log(
                (0..<items).reduce(0) { sum, j in
                    sum + (0..<latent).reduce(weights[j]) { $0 * density($1, i, j) }
                })
            for row in 0..<latent {
                terms.marginals += log((0..<items).reduce(0) { $0 + weights[$1] * density(row, i, $1) })
                terms.conditional += log(density(row, i, i))
                let z = numbers[row * columns + i]
                terms.prior -= 0.5 * (z * z + log(2 * Double.pi))
            }
        }
        return terms
    }

    private static func weight(
        _ item: Int, _ other: Int, _ sampling: TotalCorrelationKernel.Sampling, _ batch: Double
    ) -> Double {
        let set = Double(setSize)
        if sampling == .weighted { return 1 / (set * batch) }
        if other == item { return 1 / set }
        return other == (item + 1) % Int(batch) ? (set - batch + 1) / (set * (batch - 1)) : 1 / (batch - 1)
    }
}
