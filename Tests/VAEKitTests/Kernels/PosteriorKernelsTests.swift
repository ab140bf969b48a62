import Foundation
import Testing
import VAEKit

/// Moments, sample, divergence and gradients of the posterior against their formulas in double precision.
@Suite struct PosteriorKernelsTests {
    /// One coordinate, by the formulas.
    private struct Coordinate {
        var mean: Double
        var deviation: Double
        var divergence: Double
        var slopes: (first: Double, second: Double)

        init(_ heads: PosteriorHeads, _ first: Double, _ second: Double, noise: Double, slope: Double, pull: Double) {
            switch heads {
            case .logvar:
                (mean, deviation) = (first, exp(second / 2))
                divergence = 0.5 * (mean * mean + exp(second) - second - 1)
                slopes.first = slope + pull * mean
                slopes.second = slope * noise * deviation / 2 + pull * 0.5 * (exp(second) - 1)
            case .tanh:
                (mean, deviation) = (tanh(first), tanh(second))
                let variance = deviation * deviation
                divergence = 0.5 * (mean * mean + variance - log(variance + 1e-12) - 1)
                slopes.first = (slope + pull * mean) * (1 - mean * mean)
                slopes.second =
                    (slope * noise + pull * (deviation - deviation / (variance + 1e-12))) * (1 - variance)
            }
        }
    }

    @Test(arguments: PosteriorHeads.allCases, [(1, 16), (2, 48), (13, 16)])
    func followsTheFormulas(_ heads: PosteriorHeads, size: (latent: Int, columns: Int)) {
        let (latent, columns) = size
        let count = latent * columns
        let kernel = PosteriorKernel(heads: heads, latent: latent, columns: columns)
        let firsts = testNumbers(count, seed: 1).map { $0 * 3 }
        let seconds = testNumbers(count, seed: 2).map { $0 * 3 }
        let noises = testNumbers(count, seed: 3).map { $0 * 2 }
        let slopes = testNumbers(count, seed: 4)
        let weights = testNumbers(columns, seed: 5)

        let (first, second, spread) = (MutableTensor(firsts), Tensor(seconds), MutableTensor(zeros: count))
        let (mean, deviation) = (Tensor(first), Tensor(spread))
        kernel.moments(first: first, second: second, deviation: spread)
        let sample = MutableTensor(zeros: count)
        kernel.reparameterise(mean: mean, deviation: deviation, noise: Tensor(noises), sample: sample)
        let divergence = MutableTensor(zeros: columns)
        kernel.divergence(mean: mean, deviation: deviation, second: second, divergence: divergence)
        let gradients = (MutableTensor(zeros: count), MutableTensor(zeros: count))
        kernel.backward(
            mean: mean, deviation: deviation, meanGradient: Tensor(slopes),
            deviationGradient: Tensor(zip(slopes, noises).map { $0 * $1 }), weights: Tensor(weights),
            factors: Tensor([Float](repeating: 0.5, count: latent)),
            firstGradient: gradients.0, secondGradient: gradients.1)

        let expected = (0..<count).map { place in
            Coordinate(
                heads, Double(firsts[place]), Double(seconds[place]), noise: Double(noises[place]),
                slope: Double(slopes[place]), pull: Double(weights[place % columns]) * 0.5)
        }
        func isClose(_ values: [Float], _ reference: [Double]) -> Bool {
            zip(values, reference).allSatisfy { abs(Double($0) - $1) <= 2e-6 * max(abs($1), 0.5) }
        }
        #expect(isClose(mean.array, expected.map(\.mean)))
        #expect(isClose(deviation.array, expected.map(\.deviation)))
        #expect(isClose(sample.array, zip(expected, noises).map { $0.mean + $0.deviation * Double($1) }))
        let sums = (0..<columns).map { column in
            stride(from: column, to: count, by: columns).map { expected[$0].divergence }.reduce(0, +)
        }
        #expect(isClose(divergence.array, sums))
        #expect(isClose(gradients.0.array, expected.map(\.slopes.first)))
        #expect(isClose(gradients.1.array, expected.map(\.slopes.second)))
        if heads == .tanh {
            let logs = expected.map { log($0.deviation * $0.deviation + 1e-12) }
            #expect(isClose(kernel.logVariances(deviation: deviation), logs))
        }
    }

    @Test func aDeviationOfZeroStaysFinite() {
        let kernel = PosteriorKernel(heads: .tanh, latent: 1, columns: 16)
        let (mean, second, deviation) = (MutableTensor(zeros: 16), Tensor(zeros: 16), MutableTensor(zeros: 16))
        kernel.moments(first: mean, second: second, deviation: deviation)
        let divergence = MutableTensor(zeros: 16)
        kernel.divergence(mean: Tensor(mean), deviation: Tensor(deviation), second: second, divergence: divergence)
        #expect(abs(divergence[0] - Float(0.5 * (-log(1e-12) - 1))) < 1e-4)
    }
}
