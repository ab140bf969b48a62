import Foundation
import Testing
import Threads
import VAEKit

/// Batch normalisation of maps and of vectors, against its definition in double precision.
@Suite struct BatchNormKernelsTests {
    /// Items × values, channel by channel; what the definition gives for them.
    private struct Reference {
        var output: [Double]
        var inputGradient: [Double]
        var scaleGradient: [Double] = []
        var shiftGradient: [Double] = []
        var mean: [Double] = []
        var unbiasedVariance: [Double] = []

        /// - Parameter layout: values of a channel of an item are side by side.
        init(_ input: [Float], _ slopes: [Float], _ shape: MapShape, scale: [Float], shift: [Float]) {
            output = input.map { _ in 0 }
            inputGradient = output
            for channel in 0..<shape.channels {
                let places = input.indices.filter { $0 / shape.pixels % shape.channels == channel }
                let count = Double(places.count)
                let x = places.map { Double(input[$0]) }
                let g = places.map { Double(slopes[$0]) }
                let average = x.reduce(0, +) / count
                let spread = x.map { ($0 - average) * ($0 - average) }.reduce(0, +)
                let deviation = sqrt(spread / count + 1e-5)
                let normal = x.map { ($0 - average) / deviation }
                let sum = g.reduce(0, +)
                let moment = zip(g, normal).map { $0 * $1 }.reduce(0, +)
                for (index, place) in places.enumerated() {
                    output[place] = Double(scale[channel]) * normal[index] + Double(shift[channel])
                    inputGradient[place] =
                        Double(scale[channel]) / deviation * (g[index] - sum / count - normal[index] * moment / count)
                }
                mean.append(average)
                unbiasedVariance.append(spread / max(count - 1, 1))
                scaleGradient.append(moment)
                shiftGradient.append(sum)
            }
        }
    }

    @Test(arguments: [2, 15, 16, 17, 48, 64], [MapShape(channels: 5), MapShape(channels: 17, height: 3, width: 7)])
    func trains(items: Int, shape: MapShape) throws {
        let network = try StandaloneNetwork([.batchNorm], input: shape, team: ThreadTeam(threads: 2))
        let scale = testNumbers(shape.channels, seed: 1)
        let shift = testNumbers(shape.channels, seed: 2)
        network.set("layer.0.weight", scale)
        network.set("layer.0.bias", shift)
        network.set("layer.0.running_mean", [Float](repeating: 2, count: shape.channels))
        network.set("layer.0.running_var", [Float](repeating: 3, count: shape.channels))
        let input = testNumbers(items * shape.count, seed: 3).map { 2 * $0 + 0.5 }
        let slopes = testNumbers(items * shape.count, seed: 4)
        let output = network.forward(input, items: items, isTraining: true)
        let gradients = network.backward(slopes)
        let expected = Reference(input, slopes, shape, scale: scale, shift: shift)
        #expect(difference(output, expected.output) < 2e-6)
        #expect(difference(gradients.input, expected.inputGradient) < 5e-6)
        #expect(difference(gradients.parameters["layer.0.weight"] ?? [], expected.scaleGradient) < 2e-6)
        #expect(difference(gradients.parameters["layer.0.bias"] ?? [], expected.shiftGradient) < 2e-6)
        let mean = try #require(network.statistic("layer.0.running_mean"))
        let variance = try #require(network.statistic("layer.0.running_var"))
        #expect(difference(mean, expected.mean.map { 1.8 + 0.1 * $0 }) < 1e-6)
        #expect(difference(variance, expected.unbiasedVariance.map { 2.7 + 0.1 * $0 }) < 1e-6)
    }

    @Test func usesTheRunningStatisticsAfterTraining() throws {
        let shape = MapShape(channels: 3, height: 2, width: 2)
        let network = try StandaloneNetwork([.batchNorm], input: shape, team: ThreadTeam(threads: 1))
        network.set("layer.0.weight", [1, 2, -1])
        network.set("layer.0.bias", [0, 0.5, 1])
        network.set("layer.0.running_mean", [0.1, -0.2, 3])
        network.set("layer.0.running_var", [1, 4, 0])
        let input = testNumbers(5 * shape.count, seed: 7)
        let expected = input.enumerated().map { index, x in
            let channel = index / 4 % 3
            let deviation = sqrt([1.0, 4, 0][channel] + 1e-5)
            return [1.0, 2, -1][channel] * (Double(x) - [0.1, -0.2, 3][channel]) / deviation + [0, 0.5, 1][channel]
        }
        #expect(difference(network.forward(input, items: 5, isTraining: false), expected) < 1e-6)
        #expect(network.statistic("layer.0.running_mean") == [0.1, -0.2, 3])
    }

    /// A mean a thousand deviations from zero must not swallow the variance.
    @Test func keepsTheVarianceOfValuesFarFromZero() throws {
        let network = try StandaloneNetwork(
            [.batchNorm], input: MapShape(channels: 1), team: ThreadTeam(threads: 1))
        network.set("layer.0.weight", [1])
        let input = testNumbers(64, seed: 8).map { 1000 + $0 }
        _ = network.forward(input, items: 64, isTraining: true)
        let average = input.map(Double.init).reduce(0, +) / 64
        let variance = input.map { pow(Double($0) - average, 2) }.reduce(0, +) / 63
        let running = try #require(network.statistic("layer.0.running_var"))
        #expect(difference(running, [0.1 * variance]) < 1e-6)
    }

    /// Between convolutions, which take its sums of what they have just computed, it gives what it gives alone, on any
    /// number of threads.
    @Test(arguments: [[], [LayerDescription.activation(.leaky(0.1))]], [16, 21])
    func isTheSameBetweenConvolutions(tail: [LayerDescription], items: Int) throws {
        let shape = MapShape(channels: 3, height: 8, width: 9)
        let layers: [[LayerDescription]] = [
            [.convolution(channels: 5, kernel: 3, stride: 1, padding: 1)], [.batchNorm] + tail,
            [.convolution(channels: 4, kernel: 3, stride: 2, padding: 1)],
        ]
        let input = testNumbers(items * shape.count, seed: 5)
        var values = input
        var apart: [StandaloneNetwork] = []
        for (index, layers) in layers.enumerated() {
            let network = try StandaloneNetwork(
                layers, input: apart.last?.output ?? shape, team: ThreadTeam(threads: 1))
            network.setTestNumbers(seed: index)
            values = network.forward(values, items: items, isTraining: true)
            apart.append(network)
        }
        let slopes = testNumbers(values.count, seed: 6)
        var gradients = slopes
        for network in apart.reversed() { gradients = network.backward(gradients).input }

        var first: [Float] = []
        for threads in [1, 2, 7] {
            let whole = try StandaloneNetwork(layers.flatMap { $0 }, input: shape, team: ThreadTeam(threads: threads))
            for (index, parameter) in ["0", "1", "\(layers[1].count + 1)"].enumerated() {
                whole.setTestNumbers(of: "layer.\(parameter)", seed: index)
            }
            let output = whole.forward(input, items: items, isTraining: true)
            #expect(difference(output, values.map(Double.init)) < 2e-6)
            let back = whole.backward(slopes)
            #expect(difference(back.input, gradients.map(Double.init)) < 5e-6)
            #expect(back.parameters["layer.0.bias"] == [0, 0, 0, 0, 0], "the mean takes the bias out again")
            if first.isEmpty { first = output + back.input }
            #expect(output + back.input == first)
        }
    }
}

extension StandaloneNetwork {
    /// Fills the parameters that belong to a layer.
    fileprivate func setTestNumbers(of layer: String = "layer.0", seed: Int) {
        for parameter in parameterList where parameter.name.hasPrefix(layer + ".") {
            let salt: UInt64 = parameter.name.hasSuffix("bias") ? 20 : 10
            set(parameter.name, testNumbers(parameter.count, seed: salt + UInt64(seed)))
        }
    }
}
