import Foundation
import Testing
import Threads
import VAEKit

/// Losses and their derivatives against their formulas in double precision.
@Suite struct LikelihoodKernelsTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var likelihood: Likelihood
        var link = OutputLink.sigmoid
        /// About the largest slope.
        var steepness = 1.0
        var loss: @Sendable (_ logit: Double, _ pixel: Double) -> Double
        var slope: @Sendable (_ logit: Double, _ pixel: Double) -> Double
        var testDescription: String { "\(likelihood) \(link)" }
    }

    @Sendable private static func mean(_ logit: Double) -> Double { 1 / (1 + exp(-logit)) }
    private static func normal(_ sigma: Double) -> Example {
        Example(
            likelihood: .gaussian(sigma: Float(sigma)), steepness: 1 / (sigma * sigma),
            loss: { pow(mean($0) - $1, 2) / (2 * sigma * sigma) + log(sigma) + 0.5 * log(2 * .pi) },
            slope: { (mean($0) - $1) / (sigma * sigma) * mean($0) * mean(-$0) })
    }

    static let examples: [Example] = [
        Example(
            likelihood: .bce,
            // −x log σ(y) − (1 − x) log σ(−y), by log1p where that keeps the digits.
            loss: { $1 * softplus(-$0) + (1 - $1) * softplus($0) }, slope: { mean($0) - $1 }),
        Example(
            likelihood: .mse, loss: { pow(mean($0) - $1, 2) },
            slope: { 2 * (mean($0) - $1) * mean($0) * mean(-$0) }),
        normal(1), normal(0.125),
        Example(
            likelihood: .mse, link: .identity, steepness: 40, loss: { pow($0 - $1, 2) }, slope: { 2 * ($0 - $1) }),
        Example(
            likelihood: .gaussian(sigma: 0.5), link: .identity, steepness: 80,
            loss: { 2 * pow($0 - $1, 2) + log(0.5) + 0.5 * log(2 * .pi) }, slope: { 4 * ($0 - $1) }),
    ]

    @Sendable private static func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

    @Test(arguments: examples, [(1, 1), (5, 17), (40, 16), (784, 33)])
    func lossesAndSlopes(_ example: Example, size: (values: Int, items: Int)) {
        let (values, items) = size
        let columns = Tensor.columns(for: items)
        var logits = testNumbers(values * columns, seed: 1).map { $0 * 8 }
        var pixels = testNumbers(values * columns, seed: 2).map { ($0 + 1) / 2 }
        // Certain and very wrong, certain and right, undecided.
        let edges: [(Float, Float)] = [(40, 0), (-40, 1), (40, 1), (-40, 0), (0, 0), (0, 1), (100, 0), (-100, 1)]
        for (place, edge) in edges.enumerated() where place < logits.count { (logits[place], pixels[place]) = edge }
        let weights = (0..<columns).map { $0 < items ? 1 / Float(items) : 0 }
        let kernel = ReconstructionKernel(
            likelihood: example.likelihood, link: example.link, values: values, capacity: columns)
        let losses = MutableTensor(zeros: columns)
        let gradient = MutableTensor(zeros: values * columns)
        let team = ThreadTeam(threads: 2)
        kernel.evaluate(
            logits: Tensor(logits), images: Tensor(pixels), weights: Tensor(weights), losses: losses,
            gradient: gradient, team: team)
        var worst = 0.0
        for item in 0..<items {
            let places = (0..<values).map { $0 * columns + item }
            let terms = places.map { example.loss(Double(logits[$0]), Double(pixels[$0])) }
            let bound = 5e-7 * (terms.map(abs).reduce(0, +) + Double(values) * 0.5)
            #expect(abs(Double(losses[item]) - terms.reduce(0, +)) < bound, "item \(item)")
            for place in places {
                let slope = example.slope(Double(logits[place]), Double(pixels[place])) / Double(items)
                worst = max(worst, abs(Double(gradient[place]) - slope) * Double(items))
            }
        }
        #expect(worst < 5e-7 * example.steepness)
        for column in items..<columns {
            #expect((0..<values).allSatisfy { gradient[$0 * columns + column] == 0 }, "padding gets no gradient")
        }

        // The same without a gradient, and with the gradient in the place of the logits.
        let alone = MutableTensor(zeros: columns)
        kernel.evaluate(
            logits: Tensor(logits), images: Tensor(pixels), weights: Tensor(weights), losses: alone, gradient: nil,
            team: team)
        #expect(alone.array == losses.array)
        let inPlace = MutableTensor(logits)
        kernel.evaluate(
            logits: Tensor(inPlace), images: Tensor(pixels), weights: Tensor(weights), losses: alone, gradient: inPlace,
            team: team)
        #expect(inPlace.array == gradient.array)
    }

    /// Values whose deviations are learnt, some so small that their bound is all there is of them.
    @Test(arguments: [OutputLink.sigmoid, .identity]) func learntDeviations(link: OutputLink) {
        let (values, items, columns) = (40, 17, 32)
        let outputs = testNumbers(values * columns, seed: 1)
        let data = testNumbers(values * columns, seed: 2)
        let learnt = (0..<values).map { 2 - 0.5 * Float($0) }
        let weights = (0..<columns).map { $0 < items ? 1 / Float(items) : 0 }
        let (losses, gradient) = (MutableTensor(zeros: columns), MutableTensor(zeros: values * columns))
        let slopes = MutableTensor(zeros: values * columns)
        ReconstructionKernel(
            likelihood: .learntGaussian, link: link, constant: 3, values: values, capacity: columns
        ).evaluate(
            logits: Tensor(outputs), images: Tensor(data), weights: Tensor(weights), losses: losses, gradient: gradient,
            spread: .init(Tensor(learnt), gradient: slopes), team: ThreadTeam(threads: 2))
        for item in 0..<items {
            var sum = 3.0
            for value in 0..<values {
                let (place, number) = (value * columns + item, Double(learnt[value]))
                let (deviation, slope) = (-6 + Self.softplus(number + 6), Self.mean(number + 6))
                let output = Double(outputs[place])
                let mean = link == .sigmoid ? Self.mean(output) : output
                let steepness = link == .sigmoid ? mean * (1 - mean) : 1
                let difference = mean - Double(data[place])
                let square = difference * difference * exp(-2 * deviation)
                sum += deviation + 0.5 * log(2 * .pi) + 0.5 * square
                let expected = [difference * exp(-2 * deviation) * steepness, (1 - square) * slope]
                for (got, wanted) in zip([gradient, slopes], expected) {
                    #expect(
                        abs(Double(got[place]) * Double(items) - wanted) < 5e-5 * max(1, abs(wanted)),
                        "value \(value), item \(item)")
                }
            }
            #expect(abs(Double(losses[item]) - sum) < 1e-5 * max(1, abs(sum)))
        }
    }

    /// Squares of outputs that are means, in a unit for each value.
    @Test func squaresInUnits() {
        let losses = MutableTensor(zeros: 16)
        let outputs = (0..<48).map { Float($0) }
        for (units, expected) in [([Float](repeating: 2, count: 1), 12.0), ([1, 2, 10], 105)] {
            ReconstructionKernel(squaresIn: units, values: 3, capacity: 16).evaluate(
                logits: Tensor(outputs), images: Tensor(outputs.map { $0 - 1 }), weights: Tensor(zeros: 16),
                losses: losses, gradient: nil, team: ThreadTeam(threads: 1))
            #expect(losses.array.allSatisfy { Double($0) == expected })
        }
    }

    @Test func whatIsNotANumberShows() {
        for likelihood in [Likelihood.bce, .mse, .gaussian(sigma: 1)] {
            let losses = MutableTensor(zeros: 16)
            ReconstructionKernel(likelihood: likelihood, values: 1, capacity: 16).evaluate(
                logits: Tensor([.nan] + [Float](repeating: 0, count: 15)), images: Tensor(zeros: 16),
                weights: Tensor(zeros: 16), losses: losses, gradient: nil, team: ThreadTeam(threads: 1))
            #expect(losses[0].isNaN)
            #expect(losses[1].isFinite)
        }
    }
}
