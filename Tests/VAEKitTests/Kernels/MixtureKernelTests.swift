import Foundation
import Testing
import Threads
import VAEKit

/// The density of a mixture and its gradients, component by component in double precision.
@Suite struct MixtureKernelTests {
    private static let latent = 3

    @Test(arguments: [1, 4, 5, 18], [7, 40]) func isTheSumOverComponents(components: Int, items: Int) {
        let (columns, width) = (Tensor.columns(for: items), Tensor.columns(for: components))
        let sample = Tensor(testNumbers(Self.latent * columns, seed: 1))
        let moments = (2...3).map { Tensor(testNumbers(Self.latent * width, seed: $0)) }
        let logWeights = Tensor(testNumbers(width, seed: 4))
        let weights = (0..<columns).map { $0 < items ? Float(1 + $0 % 3) : 0 }
        let kernel = MixtureKernel(components: components, latent: Self.latent, columns: columns)
        let (table, parts) = (MutableTensor(zeros: kernel.tableCount), MutableTensor(zeros: kernel.partsCount))
        let densities = MutableTensor(zeros: columns)
        let gradients = [sample, moments[0], moments[1], logWeights].map { MutableTensor(zeros: $0.count) }
        let team = ThreadTeam(threads: 2)
        kernel.fill(
            table, mean: moments[0], logVariance: moments[1], width: width, logWeights: logWeights, team: team)
        kernel.logDensities(of: sample, table: Tensor(table), parts: parts, densities: densities, team: team)
        kernel.fillShares(parts, densities: Tensor(densities), weights: Tensor(weights), team: team)
        kernel.addSampleGradient(
            sample: sample, table: Tensor(table), shares: Tensor(parts), to: gradients[0], team: team)
        kernel.fill(
            MixtureKernel.Gradients(
                mean: gradients[1], logVariance: gradients[2], logWeights: gradients[3], width: width),
            sample: sample, table: Tensor(table), shares: Tensor(parts), weights: Tensor(weights),
            logWeights: logWeights, team: team)
        let numbers = ([sample] + moments + [logWeights]).flatMap { $0.array.map(Double.init) }
        func naive(_ numbers: [Double]) -> [Double] {
            Self.naive(numbers, components: components, items: items)
        }
        #expect(difference(Array(densities.array[..<items]), naive(numbers)) < 2e-6)
        let slopes = NaiveLayers.slopes(numbers) { numbers in
            -zip(weights, naive(numbers)).reduce(0) { $0 + Double($1.0) * $1.1 }
        }
        #expect(difference(gradients.flatMap { Tensor($0).array }, slopes) < 1e-5)
    }

    /// - Parameter numbers: samples, means and log variances, latent × columns or width each, and logarithms of weights.
    private static func naive(_ numbers: [Double], components: Int, items: Int) -> [Double] {
        let (columns, width) = (Tensor.columns(for: items), Tensor.columns(for: components))
        let (means, logVariances) = (latent * columns, latent * (columns + width))
        let logWeights = numbers[(logVariances + latent * width)...].prefix(components).map { $0 }
        let total = log(logWeights.reduce(0) { $0 + exp($1) })
        return (0..<items).map { item in
            let parts = (0..<components).map { component in
                (0..<latent).reduce(logWeights[component] - total) { sum, row in
                    let difference = numbers[row * columns + item] - numbers[means + row * width + component]
                    let logVariance = numbers[logVariances + row * width + component]
                    return sum - 0.5
                        * (difference * difference / exp(logVariance) + logVariance + log(2 * Double.pi))
                }
            }
            return log(parts.reduce(0) { $0 + exp($1) })
        }
    }

    /// Far from all components, where every density is 0 as a number, its logarithm is that of the nearest.
    @Test func farDrawsHaveALogarithm() {
        let kernel = MixtureKernel(components: 2, latent: 1, columns: 16)
        let (table, parts) = (MutableTensor(zeros: kernel.tableCount), MutableTensor(zeros: kernel.partsCount))
        let (densities, team) = (MutableTensor(zeros: 16), ThreadTeam(threads: 1))
        kernel.fill(
            table, mean: Tensor([1, -1] + [Float](repeating: 0, count: 14)), logVariance: Tensor(zeros: 16),
            width: 16, logWeights: nil, team: team)
        kernel.logDensities(
            of: Tensor([Float](repeating: 101, count: 16)), table: Tensor(table), parts: parts, densities: densities,
            team: team)
        #expect(abs(densities[0] - -(5000 + 0.918_938_5 + 0.693_147_2)) < 2e-3)
    }
}
