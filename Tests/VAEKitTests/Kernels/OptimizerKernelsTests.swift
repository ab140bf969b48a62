import Foundation
import Testing
import Threads
import VAEKit

/// Ten updates of each optimiser against its algorithm, number by number in double precision.
@Suite struct OptimizerKernelsTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var name: String
        var settings: OptimizerSettings
        var testDescription: String { name }

        init(_ name: String, _ kind: OptimizerSettings.Kind, decay: Double = 0, momentum: Double = 0, clip: Double = 0)
        {
            self.name = name
            settings = OptimizerSettings(kind: kind, rate: 0.01, weightDecay: decay)
            (settings.momentum, settings.clipNorm) = (momentum, clip)
        }
    }

    static let examples = [
        Example("adam", .adam), Example("adam with a penalty", .adam, decay: 0.1),
        Example("clipped adam", .adam, clip: 0.5), Example("adamw", .adamw),
        Example("adamw with decay", .adamw, decay: 0.1), Example("sgd", .sgd),
        Example("sgd with momentum", .sgd, momentum: 0.9), Example("sgd with a penalty", .sgd, decay: 0.1),
        Example("all of sgd", .sgd, decay: 0.1, momentum: 0.5, clip: 0.3),
    ]

    /// PyTorch's algorithms, as its manual states them.
    private struct Reference {
        let settings: OptimizerSettings
        var weights: [Double]
        var first: [Double]
        var second: [Double]

        init(_ settings: OptimizerSettings, _ weights: [Float]) {
            self.settings = settings
            self.weights = weights.map(Double.init)
            first = weights.map { _ in 0 }
            second = first
        }

        mutating func update(_ slopes: [Float], step: Int, rate: Double, factors: [Float] = [1]) {
            let norm = sqrt(slopes.map { Double($0) * Double($0) }.reduce(0, +))
            let scale = settings.clipNorm > 0 ? min(1, settings.clipNorm / norm) : 1
            for place in weights.indices {
                let rate = rate * Double(factors[place % factors.count])
                var slope = Double(slopes[place]) * scale
                if settings.kind == .adamw {
                    weights[place] *= 1 - rate * settings.weightDecay
                } else {
                    slope += settings.weightDecay * weights[place]
                }
                if settings.kind == .sgd {
                    first[place] = settings.momentum * first[place] + slope
                    weights[place] -= rate * first[place]
                    continue
                }
                first[place] = 0.9 * first[place] + 0.1 * slope
                second[place] = 0.999 * second[place] + 0.001 * slope * slope
                let mean = first[place] / (1 - pow(0.9, Double(step)))
                let square = second[place] / (1 - pow(0.999, Double(step)))
                weights[place] -= rate * mean / (sqrt(square) + 1e-8)
            }
        }
    }

    @Test(arguments: examples, [16, 16 * 300]) func tenUpdates(_ example: Example, count: Int) {
        let weights = testNumbers(count, seed: 1)
        let parameters = MutableTensor(weights)
        let optimizer = Optimizer(example.settings, count: count)
        var reference = Reference(example.settings, weights)
        for step in 1...10 {
            let slopes = testNumbers(count, seed: UInt64(10 + step))
            let rate = 0.01 / Double(step)
            optimizer.update(
                parameters: parameters, gradients: Tensor(slopes), step: step, rate: rate,
                team: ThreadTeam(threads: 2))
            reference.update(slopes, step: step, rate: rate)
        }
        #expect(difference(parameters.array, reference.weights) < 1e-6)
        #expect(difference(optimizer.state[0].array, reference.first) < 1e-6)
        if example.settings.kind != .sgd { #expect(difference(optimizer.state[1].array, reference.second) < 1e-6) }
    }

    /// Each number has a rate of its own; where that is 0 it stays as it is, to the bit.
    @Test(arguments: examples, [1, 2]) func ratesDifferByNumber(_ example: Example, threads: Int) {
        let (count, factors) = (16 * 2100, [1, 0.25, 0, 2, 0] as [Float])
        let weights = testNumbers(count, seed: 1)
        let parameters = MutableTensor(weights)
        let optimizer = Optimizer(
            example.settings, count: count, rateFactors: Tensor((0..<count).map { factors[$0 % factors.count] }))
        var reference = Reference(example.settings, weights)
        for step in 1...10 {
            let slopes = testNumbers(count, seed: UInt64(10 + step))
            let rate = 0.01 / Double(step)
            optimizer.update(
                parameters: parameters, gradients: Tensor(slopes), step: step, rate: rate,
                team: ThreadTeam(threads: threads))
            reference.update(slopes, step: step, rate: rate, factors: factors)
        }
        #expect(difference(parameters.array, reference.weights) < 1e-6)
        #expect(difference(optimizer.state[0].array, reference.first) < 1e-6)
        let frozen = (0..<count).filter { factors[$0 % factors.count] == 0 }
        #expect(frozen.allSatisfy { parameters[$0] == weights[$0] })
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity], [0, 7, 15, 16, 40]) func seesWhatIsNotFinite(
        value: Float, place: Int
    ) {
        let tensor = MutableTensor(testNumbers(41, seed: 1))
        #expect(Tensor(tensor).isFinite)
        tensor[place] = value
        #expect(!Tensor(tensor).isFinite)
    }

    @Test func largeNumbersAreFinite() {
        #expect(Tensor([Float](repeating: .greatestFiniteMagnitude, count: 40)).isFinite)
    }
}
