import Foundation
import Testing
import Threads
import VAEKit

/// The kernels of layers that are no plain product, forward and back, against their definitions in `NaiveLayers`, on sizes
/// that no vector or part divides.
@Suite struct LayerKernelsTests {
    private typealias Values = NaiveLayers.Values

    private static let batches = [1, 17, 33]
    private static let map = MapShape(channels: 6, height: 5, width: 7)

    @Test(arguments: batches) func groupNorm(items: Int) throws {
        for (groups, tail, function) in [
            (1, "", { $0 }), (2, ", silu", NaiveLayers.silu), (3, ", gelu", NaiveLayers.gelu), (6, "", { $0 }),
            (2, ", relu", { max($0, 0) }), (3, ", tanh, silu", { NaiveLayers.silu(tanh($0)) }),
        ] as [(Int, String, (Double) -> Double)] {
            for shape in [Self.map, MapShape(channels: 12), MapShape(channels: 6, height: 11, width: 9)] {
                try check("groupnorm \(groups)\(tail)", shape, items) { x, parameters in
                    NaiveLayers.groupNorm(
                        x, shape, groups: groups, scale: parameters["weight"] ?? [], shift: parameters["bias"] ?? []
                    ).map(function)
                }
            }
        }
    }

    @Test(arguments: batches) func layerNorm(items: Int) throws {
        for shape in [Self.map, MapShape(channels: 37)] {
            for (tail, function) in [("", { $0 }), (", silu", NaiveLayers.silu)] as [(String, (Double) -> Double)] {
                try check("layernorm\(tail)", shape, items) { x, parameters in
                    NaiveLayers.groupNorm(
                        x, shape, groups: 1, scale: parameters["weight"] ?? [], shift: parameters["bias"] ?? []
                    ).map(function)
                }
            }
        }
    }

    @Test(arguments: batches, [1, 2, 3]) func attention(items: Int, heads: Int) throws {
        for shape in [MapShape(channels: 6, height: 3, width: 3), MapShape(channels: 6, height: 1, width: 7)] {
            try check("attention heads \(heads)", shape, items) { x, parameters in
                NaiveLayers.attention(x, shape, heads: heads, parameters: parameters)
            }
        }
    }

    @Test(arguments: batches) func windows(items: Int) throws {
        for (size, stride) in [(1, 1), (2, 2), (3, 2), (2, 3), (5, 1)] {
            let words = "\(size) stride \(stride)"
            try check("avgpool \(words)", Self.map, items) { x, _ in
                NaiveLayers.pool(x, Self.map, size: size, stride: stride) { $0.reduce(0, +) / Double($0.count) }
            }
            try check("maxpool \(words)", Self.map, items) { x, _ in
                NaiveLayers.pool(x, Self.map, size: size, stride: stride) { $0.max() ?? 0 }
            }
        }
        for factor in [1, 2, 3] {
            try check("upsample \(factor)", Self.map, items) { x, _ in
                NaiveLayers.upsample(x, Self.map, factor: factor)
            }
            let shape = MapShape(channels: 2 * factor * factor, height: 3, width: 5)
            try check("shuffle \(factor)", shape, items) { x, _ in
                NaiveLayers.shuffle(x, shape, factor: factor)
            }
        }
    }

    @Test(arguments: batches) func gates(items: Int) throws {
        for outputs in [1, 7, 17] {
            try check("gated \(outputs)", MapShape(channels: 13), items) { x, parameters in
                let values = NaiveLayers.dense(
                    x, weight: parameters["h.weight"] ?? [], bias: parameters["h.bias"] ?? [])
                let gates = NaiveLayers.dense(x, weight: parameters["g.weight"] ?? [], bias: parameters["g.bias"] ?? [])
                return zip(values, gates).map { $0 * NaiveLayers.sigmoid($1) }
            }
        }
    }

    @Test(arguments: batches) func gelu(items: Int) throws {
        try check("gelu", Self.map, items) { x, _ in x.map(NaiveLayers.gelu) }
    }

    /// Holds layers, the first of which may have parameters, against what they make of an item by definition.
    private func check(
        _ text: String, _ shape: MapShape, _ items: Int,
        _ definition: (_ item: Values, _ parameters: [String: Values]) -> Values
    ) throws {
        let network = try StandaloneNetwork(
            try LayerLanguage.parse(text), input: shape, team: ThreadTeam(threads: 2))
        var parameters: [String: Values] = [:]
        for (number, parameter) in network.parameterList.enumerated() {
            let values = testNumbers(parameter.count, seed: UInt64(10 + number))
            network.set(parameter.name, values)
            parameters[String(parameter.name.dropFirst("layer.0.".count))] = values.map(Double.init)
        }
        let input = testNumbers(items * shape.count, seed: 1).map { 2 * $0 + 0.5 }
        let slopes = testNumbers(items * network.output.count, seed: 2)
        let output = network.forward(input, items: items, isTraining: true)
        let gradients = network.backward(slopes)

        func item(_ values: [Float], _ number: Int) -> Values {
            let count = values.count / items
            return values[number * count..<(number + 1) * count].map(Double.init)
        }
        func pull(_ number: Int, _ x: Values, _ parameters: [String: Values]) -> Double {
            zip(definition(x, parameters), item(slopes, number)).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let numbers = 0..<items
        let expected = numbers.flatMap { definition(item(input, $0), parameters) }
        #expect(difference(output, expected) < 2e-6, "\(text) of \(shape), \(items) items: output")
        let back = numbers.flatMap { number in
            NaiveLayers.slopes(item(input, number)) { pull(number, $0, parameters) }
        }
        #expect(difference(gradients.input, back) < 1e-5, "\(text) of \(shape), \(items) items: input gradient")
        for (name, values) in parameters {
            let right = NaiveLayers.slopes(values) { changed in
                let parameters = parameters.merging([name: changed]) { $1 }
                return numbers.reduce(0) { $0 + pull($1, item(input, $1), parameters) }
            }
            let gradient = gradients.parameters["layer.0.\(name)"] ?? []
            #expect(difference(gradient, right) < 1e-5, "\(text) of \(shape), \(items) items: \(name)")
        }
    }
}
