import Foundation
import Testing
import Threads
import VAEKit

/// The discrepancy of two samples and its gradient, pair by pair in double precision.
@Suite struct DiscrepancyKernelTests {
    private static let latent = 3

    @Test(arguments: DiscrepancyKernel.Function.allCases, [1, 2, 17, 33])
    func isTheSumOverPairs(function: DiscrepancyKernel.Function, items: Int) {
        let columns = Tensor.columns(for: items)
        let (sample, prior) = (
            Tensor(testNumbers(Self.latent * columns, seed: 1).map { 2 * $0 }),
            Tensor(testNumbers(Self.latent * columns, seed: 2))
        )
        let gradient = MutableTensor(zeros: Self.latent * columns)
        let kernel = DiscrepancyKernel(latent: Self.latent, items: items, columns: columns, function: function)
        let value = kernel.evaluate(
            sample: sample, prior: prior, gradient: gradient, work: MutableTensor(zeros: columns),
            team: ThreadTeam(threads: 2))
        func naive(_ x: [Double]) -> Double {
            Self.naive(x, prior.array.map(Double.init), function, items: items, columns: columns)
        }
        let x = sample.array.map(Double.init)
        #expect(abs(value - naive(x)) < 1e-5)
        #expect(difference(Tensor(gradient).array, NaiveLayers.slopes(x, naive)) < 1e-5)
    }

    private static func naive(
        _ x: [Double], _ y: [Double], _ function: DiscrepancyKernel.Function, items: Int, columns: Int
    ) -> Double {
        guard items > 1 else { return 0 }
        func kernel(_ a: [Double], _ i: Int, _ b: [Double], _ j: Int) -> Double {
            let distance = (0..<latent).reduce(0.0) { sum, row in
                let difference = a[row * columns + i] - b[row * columns + j]
                return sum + difference * difference
            }
            return [0.1, 0.2, 0.5, 1, 2, 5, 10].reduce(0) { sum, scale in
                let width = 2 * Double(latent) * scale
                return sum + (function == .imq ? width / (width + distance) : exp(-distance / width))
            }
        }
        var (within, across) = (0.0, 0.0)
        for i in 0..<items {
            for j in 0..<items {
                if i != j { within += kernel(x, i, x, j) + kernel(y, i, y, j) }
                across += kernel(x, i, y, j)
            }
        }
        return within / Double(items * (items - 1)) - 2 * across / Double(items * items)
    }
}
