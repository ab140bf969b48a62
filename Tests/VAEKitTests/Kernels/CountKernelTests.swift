import Foundation
import Testing
import Threads
import VAEKit

/// Losses of counts and their derivatives against their formulas in double precision, with the C library's lgamma.
@Suite struct CountKernelTests {
    private struct Example {
        let values, items: Int
        let outputs, counts, learnt: [Float]
        var columns: Int { Tensor.columns(for: items) }

        /// Counts of all sizes, items without any, and dispersions from next to none to more than counts ever are.
        init(values: Int, items: Int) {
            (self.values, self.items) = (values, items)
            let columns = Tensor.columns(for: items)
            outputs = testNumbers(values * columns, seed: 1).map { $0 * 3 }
            counts = testNumbers(values * columns, seed: 2).enumerated().map { place, number in
                place % columns == 3 ? 0 : Float(Int(pow(10, 2 * (Double(number) + 1)) - 1))
            }
            learnt = (0..<values).map { Float($0 % 23) - 11 }
        }

        /// Shares of the softmax, and the sum of an item's counts.
        func shares(_ item: Int) -> (shares: [Double], sum: Double) {
            let places = (0..<values).map { $0 * columns + item }
            let powers = places.map { exp(Double(outputs[$0])) }
            let total = powers.reduce(0, +)
            return (powers.map { $0 / total }, places.reduce(0) { $0 + Double(counts[$1]) })
        }
    }

    private static func poisson(_ count: Double, _ mean: Double, _: Double) -> Double {
        mean - (count > 0 ? count * log(mean) : 0) + lgamma(count + 1)
    }

    private static func negativeBinomial(_ count: Double, _ mean: Double, _ theta: Double) -> Double {
        theta * log1p(mean / theta) + (count > 0 ? count * log((theta + mean) / mean) : 0) - lgamma(count + theta)
            + lgamma(theta) + lgamma(count + 1)
    }

    @Test(arguments: [Likelihood.poisson, .negativeBinomial], [(1, 1), (5, 17), (130, 33)])
    func lossesAndSlopes(likelihood: Likelihood, size: (values: Int, items: Int)) {
        let example = Example(values: size.values, items: size.items)
        let (values, columns) = (example.values, example.columns)
        let formula = likelihood == .poisson ? Self.poisson : Self.negativeBinomial
        let (losses, gradient) = (MutableTensor(zeros: columns), MutableTensor(example.outputs))
        let slopes = MutableTensor(zeros: values * columns)
        ReconstructionKernel(likelihood: likelihood, link: .softmax, values: values, capacity: columns).evaluate(
            logits: Tensor(gradient), images: Tensor(example.counts),
            weights: Tensor([Float](repeating: 0.5, count: columns)), losses: losses, gradient: gradient,
            spread: likelihood == .poisson ? nil : .init(Tensor(example.learnt), gradient: slopes),
            team: ThreadTeam(threads: 2))
        for item in 0..<example.items {
            let (shares, sum) = example.shares(item)
            func loss(_ value: Int, _ mean: Double, _ change: Double = 0) -> Double {
                formula(
                    Double(example.counts[value * columns + item]), mean, exp(Double(example.learnt[value]) + change))
            }
            let expected = (0..<values).map { loss($0, sum * shares[$0]) }
            let scale = max(1, sum)
            #expect(
                abs(Double(losses[item]) - expected.reduce(0, +)) < 3e-6 * scale * Double(values).squareRoot() + 1e-5)
            // Derivatives for the logarithm of a mean, by central differences in double precision.
            let steps = (0..<values).map { value in
                sum == 0
                    ? 0
                    : (loss(value, sum * shares[value] * exp(1e-4)) - loss(value, sum * shares[value] * exp(-1e-4)))
                        / 2e-4
            }
            let total = steps.reduce(0, +)
            for value in 0..<values {
                let place = value * columns + item
                let slope = 0.5 * (steps[value] - shares[value] * total)
                #expect(abs(Double(gradient[place]) - slope) < 1e-4 * scale, "value \(value), item \(item)")
                guard likelihood == .negativeBinomial else { continue }
                let mean = sum * shares[value]
                let spread = 0.5 * (loss(value, mean, 1e-3) - loss(value, mean, -1e-3)) / 2e-3
                #expect(
                    abs(Double(slopes[place]) - spread) < 2e-4 * max(1, abs(spread)) + 1e-6 * scale,
                    "dispersion of value \(value), item \(item)")
            }
        }
    }

    @Test func squaresAreOfCountsAndTheirMeans() {
        let example = Example(values: 6, items: 16)
        let losses = MutableTensor(zeros: 16)
        ReconstructionKernel(squaresOfCounts: 6, capacity: 16).evaluate(
            logits: Tensor(example.outputs), images: Tensor(example.counts), weights: Tensor(zeros: 16), losses: losses,
            gradient: nil, team: ThreadTeam(threads: 1))
        for item in 0..<16 {
            let (shares, sum) = example.shares(item)
            let expected = (0..<6).reduce(0.0) {
                $0 + pow(sum * shares[$1] - Double(example.counts[$1 * 16 + item]), 2)
            }
            #expect(abs(Double(losses[item]) - expected) < 1e-5 * max(1, expected))
        }
    }

    @Test func whatIsNotANumberShows() {
        let losses = MutableTensor(zeros: 16)
        ReconstructionKernel(likelihood: .poisson, link: .softmax, values: 2, capacity: 16).evaluate(
            logits: Tensor([.nan] + [Float](repeating: 0, count: 31)),
            images: Tensor([Float](repeating: 1, count: 32)), weights: Tensor(zeros: 16), losses: losses, gradient: nil,
            team: ThreadTeam(threads: 1))
        #expect(losses[0].isNaN && losses[1].isFinite)
    }
}
