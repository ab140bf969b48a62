import Foundation
import Testing
import Threads
import VAEKit

/// An affine coupling against its formula in double precision, and there and back.
@Suite struct CouplingKernelTests {
    private static let (rows, columns) = (3, 48)
    private static let team = ThreadTeam(threads: 2)

    @Test func isItsFormulaForwardAndBack() {
        let size = Self.rows * Self.columns
        let (z, network) = (testNumbers(size, seed: 1), testNumbers(2 * size, seed: 2))
        let (slopes, weights) = (testNumbers(size, seed: 3), testNumbers(Self.columns, seed: 4))
        let kernel = CouplingKernel(rows: Self.rows, columns: Self.columns)
        let (u, logs) = (MutableTensor(zeros: size), MutableTensor(zeros: Self.columns))
        kernel.normalise(Tensor(z), network: Tensor(network), output: u, logs: logs, team: Self.team)
        let numbers = (z + network).map(Double.init)
        let right = Self.naive(numbers)
        #expect(difference(u.array, right.u) < 1e-6)
        #expect(difference(logs.array, right.logs) < 1e-6)
        let (gradient, networkGradient) = (MutableTensor(slopes), MutableTensor(network))
        kernel.backward(
            output: Tensor(u), network: networkGradient, weights: Tensor(weights), gradient: gradient,
            team: Self.team)
        let expected = NaiveLayers.slopes(numbers) { numbers in
            let (u, logs) = Self.naive(numbers)
            return zip(slopes, u).reduce(0) { $0 + Double($1.0) * $1.1 }
                - zip(weights, logs).reduce(0) { $0 + Double($1.0) * $1.1 }
        }
        #expect(difference(gradient.array + networkGradient.array, expected) < 1e-5)
    }

    /// - Parameter numbers: z, then what the network puts out.
    private static func naive(_ numbers: [Double]) -> (u: [Double], logs: [Double]) {
        let size = rows * columns
        var logs = [Double](repeating: 0, count: columns)
        let u = (0..<size).map { at in
            let scale = tanh(numbers[size + at])
            logs[at % columns] -= scale
            return (numbers[at] - numbers[2 * size + at]) * exp(-scale)
        }
        return (u, logs)
    }

    @Test func generatesWhatItNormalises() {
        let size = Self.rows * Self.columns
        let (z, network) = (testNumbers(size, seed: 5), Tensor(testNumbers(2 * size, seed: 6)))
        let kernel = CouplingKernel(rows: Self.rows, columns: Self.columns)
        let values = MutableTensor(z)
        kernel.normalise(
            Tensor(z), network: network, output: values, logs: MutableTensor(zeros: Self.columns), team: Self.team)
        #expect(difference(values.array, z.map(Double.init)) > 0.1)
        kernel.generate(values, network: network, team: Self.team)
        #expect(difference(values.array, z.map(Double.init)) < 1e-6)
    }
}
