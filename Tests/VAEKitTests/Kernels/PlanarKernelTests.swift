import Foundation
import Testing
import Threads
import VAEKit

/// Planar flows of columns against their formula in double precision, forward and back, and the volume against its determinant.
@Suite struct PlanarKernelTests {
    private static let (latent, columns) = (3, 32)

    @Test func isItsFormulaForwardAndBack() {
        let size = Self.latent * Self.columns
        let toldSize = PlanarKernel.rows(latent: Self.latent) * Self.columns
        let (z, told) = (testNumbers(size, seed: 1), testNumbers(toldSize, seed: 2).map { 2 * $0 })
        let (slopes, weights) = (testNumbers(size, seed: 3), testNumbers(Self.columns, seed: 4))
        let (kernel, team) = (PlanarKernel(latent: Self.latent, columns: Self.columns), ThreadTeam(threads: 2))
        let (output, densities) = (MutableTensor(zeros: size), MutableTensor(zeros: Self.columns))
        kernel.forward(Tensor(z), told: Tensor(told), output: output, densities: densities, team: team)
        let numbers = (z + told).map(Double.init)
        let right = Self.naive(numbers)
        #expect(difference(output.array, right.z) < 2e-6)
        #expect(difference(densities.array, right.logs.map { -$0 }) < 2e-6)
        let (gradient, toldGradient) = (MutableTensor(slopes), MutableTensor(zeros: toldSize))
        kernel.backward(
            Tensor(z), told: Tensor(told), weights: Tensor(weights), gradient: gradient, toldGradient: toldGradient,
            team: team)
        let expected = NaiveLayers.slopes(numbers) { numbers in
            let (z, logs) = Self.naive(numbers)
            return zip(slopes, z).reduce(0) { $0 + Double($1.0) * $1.1 }
                - zip(weights, logs).reduce(0) { $0 + Double($1.0) * $1.1 }
        }
        #expect(difference(gradient.array + toldGradient.array, expected) < 2e-5)
    }

    /// - Parameter numbers: z, then u, w and b.
    private static func naive(_ numbers: [Double]) -> (z: [Double], logs: [Double]) {
        let size = latent * columns
        var (output, logs) = ([Double](repeating: 0, count: size), [Double](repeating: 0, count: columns))
        for column in 0..<columns {
            func part(_ first: Int) -> [Double] { (0..<latent).map { numbers[first + $0 * columns + column] } }
            let (z, u, w, b) = (part(0), part(size), part(2 * size), numbers[3 * size + column])
            let (product, square) = (dot(w, u), dot(w, w))
            let bent = zip(u, w).map { $0 + (log(1 + exp(product)) - 1 - product) * $1 / square }
            let height = tanh(dot(w, z) + b)
            for row in 0..<latent { output[row * columns + column] = z[row] + bent[row] * height }
            logs[column] = log(determinant(bent, w, slope: 1 - height * height))
        }
        return (output, logs)
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

    /// Of 1 + slope · û wᵀ, three by three, entry by entry.
    private static func determinant(_ u: [Double], _ w: [Double], slope: Double) -> Double {
        func entry(_ row: Int, _ column: Int) -> Double { (row == column ? 1 : 0) + slope * u[row] * w[column] }
        func minor(_ first: Int, _ second: Int) -> Double {
            entry(1, first) * entry(2, second) - entry(1, second) * entry(2, first)
        }
        return entry(0, 0) * minor(1, 2) - entry(0, 1) * minor(0, 2) + entry(0, 2) * minor(0, 1)
    }
}
