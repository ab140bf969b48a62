import TensorStreams
import Testing
import Threads
import VAEKit

/// Dense layers, convolutions and transposed convolutions forward and back, against the definitions of `NaiveLinear`.
@Suite struct LinearKernelsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var input: MapShape
        var channels: Int
        var kernel = 1
        var stride = 1
        var padding = 0
        var outputPadding = 0
        var isTransposed = false
        var isDense = false
        var items: Int

        var testDescription: String { "\(input) → \(layer), \(items) items" }

        var layer: LayerDescription {
            if isDense { return .dense(outputs: channels) }
            return isTransposed
                ? .transposedConvolution(
                    channels: channels, kernel: kernel, stride: stride, padding: padding, outputPadding: outputPadding)
                : .convolution(channels: channels, kernel: kernel, stride: stride, padding: padding)
        }
    }

    private static let channels = [1, 2, 3, 5, 16, 17, 33]
    private static let batches = [1, 15, 16, 17, 48, 64]

    @Test(arguments: batches) func dense(items: Int) throws {
        for inputs in [1, 2, 7, 16, 31, 33, 100] {
            for outputs in [1, 3, 8, 15, 16, 17, 32, 33, 50, 97] {
                try check(Case(input: MapShape(channels: inputs), channels: outputs, isDense: true, items: items))
            }
        }
    }

    /// As many columns as draws have, which are done some at a time: by the rows that are read, and in gradients of weights.
    @Test(arguments: [257, 300, 512, 529]) func denseOfManyColumns(items: Int) throws {
        for (inputs, outputs) in [(700, 17), (17, 700), (33, 50)] {
            let isChecked = try check(
                Case(input: MapShape(channels: inputs), channels: outputs, isDense: true, items: items),
                most: 10_000_000)
            #expect(isChecked)
        }
    }

    /// Every kernel and stride with channels, maps, paddings and batches drawn at random.
    @Test(arguments: [1, 2, 3, 5], [1, 2, 3]) func convolutions(kernel: Int, stride: Int) throws {
        var random = RandomSource(seed: UInt64(kernel * 10 + stride))
        func any(_ values: [Int]) -> Int { values[random.below(values.count)] }
        var checked = 0
        while checked < 24 {
            let (height, width) = (any([1, 3, 4, 7, 8]), any([1, 2, 5, 7, 9]))
            var example = Case(
                input: MapShape(channels: any(Self.channels), height: height, width: width),
                channels: any(Self.channels), kernel: kernel, stride: stride, padding: random.below(kernel / 2 + 2),
                isTransposed: random.below(2) == 0, items: any(Self.batches))
            if example.isTransposed { example.outputPadding = random.below(stride) }
            guard try check(example) else { continue }
            checked += 1
        }
    }

    @Test(arguments: [1, 2, 3, 5, 16, 17, 33]) func fewChannels(channels: Int) throws {
        for other in [1, 2, 3, 17] {
            for isTransposed in [false, true] {
                try check(
                    Case(
                        input: MapShape(channels: isTransposed ? channels : other, height: 6, width: 5),
                        channels: isTransposed ? other : channels, kernel: 3, stride: 2, padding: 1,
                        outputPadding: isTransposed ? 1 : 0, isTransposed: isTransposed, items: 33))
            }
        }
    }

    /// Maps so large that the weight gradient is summed in parts of the pixels, and those a few pixels at a time.
    @Test(arguments: [false, true]) func largeMaps(isTransposed: Bool) throws {
        for (channels, kernel, items) in [(1, 3, 64), (1, 3, 49), (8, 1, 64), (9, 2, 17), (3, 3, 16)] {
            let isChecked = try check(
                Case(
                    input: MapShape(channels: isTransposed ? 1 : channels, height: 40, width: 40),
                    channels: isTransposed ? channels : 1, kernel: kernel, padding: kernel / 2,
                    isTransposed: isTransposed, items: items))
            #expect(isChecked)
        }
    }

    /// Maps and channels that Winograd's way is taken for, with blocks that stand over the edge; and batches whose weight
    /// gradient is summed that way, too.
    @Test(arguments: [0, 1, 2], [15, 33, 49]) func fewerMultiplications(padding: Int, items: Int) throws {
        for (source, target, height, width) in [(8, 17, 9, 10), (9, 8, 10, 13), (17, 33, 8, 9), (12, 9, 21, 20)] {
            let isChecked = try check(
                Case(
                    input: MapShape(channels: source, height: height, width: width), channels: target, kernel: 3,
                    padding: padding, isTransposed: padding == 2, items: items), most: 40_000_000)
            #expect(isChecked)
        }
    }

    /// The same with a stride of 2: blocks that stand over the edge of either map, and channels that fill no panel.
    @Test(arguments: [false, true], [3, 4])
    func fewerMultiplicationsStrided(isTransposed: Bool, kernel: Int) throws {
        let convolutions = [(32, 33, 8, 8), (33, 32, 15, 16), (32, 40, 11, 12), (32, 64, 16, 14)]
        let transposed = [(33, 32, 4, 4), (40, 33, 8, 8), (32, 48, 6, 5), (64, 32, 7, 8)]
        for items in [15, 33] {
            for (index, (from, to, height, width)) in (isTransposed ? transposed : convolutions).enumerated() {
                let isChecked = try check(
                    Case(
                        input: MapShape(channels: from, height: height, width: width), channels: to, kernel: kernel,
                        stride: 2, padding: 1, outputPadding: isTransposed && index != 1 ? 1 : 0,
                        isTransposed: isTransposed, items: items), most: 100_000_000)
                #expect(isChecked)
            }
        }
    }

    /// The work space of a full batch is enough for every smaller one.
    @Test func smallerBatchesAfterALargeOne() throws {
        for (source, target, side) in [(32, 64, 14), (1, 1, 40), (8, 1, 20), (3, 40, 33)] {
            let network = try StandaloneNetwork(
                [.convolution(channels: target, kernel: 3, stride: 2, padding: 1)],
                input: MapShape(channels: source, height: side, width: side), team: ThreadTeam(threads: 2))
            for items in stride(from: 128, to: 0, by: -16) {
                let values = testNumbers(items * source * side * side, seed: UInt64(items))
                let output = network.forward(values, items: items, isTraining: true)
                let gradients = network.backward([Float](repeating: 1, count: output.count))
                #expect(gradients.parameters["layer.0.weight"]?.allSatisfy(\.isFinite) ?? false)
            }
        }
    }

    /// - Returns: false where the layer would leave nothing of the map, or takes too long by definition.
    @discardableResult
    private func check(_ example: Case, most: Int = 1_500_000) throws -> Bool {
        guard let network = try? StandaloneNetwork([example.layer], input: example.input, team: ThreadTeam(threads: 1))
        else { return false }
        let (input, output, items) = (example.input, network.output, example.items)
        let naive = Self.naive(example, output)
        let products = naive.target.height * naive.target.width * naive.kernel * naive.kernel
        guard products * naive.sourceChannels * naive.targetChannels * items < most else { return false }

        let weights = testNumbers(network.parameterList[0].count, seed: 1)
        let bias = testNumbers(network.parameterList[1].count, seed: 2)
        network.set("layer.0.weight", weights)
        network.set("layer.0.bias", bias)
        let values = testNumbers(items * input.count, seed: 3)
        let slopes = testNumbers(items * output.count, seed: 4)
        let result = network.forward(values, items: items, isTraining: true)
        let gradients = network.backward(slopes)

        let x = Self.columns(values, input, items)
        let g = Self.columns(slopes, output, items)
        let none = [Float](repeating: 0, count: input.channels + output.channels)
        let isTransposed = example.isTransposed
        func expect(_ what: String, _ fast: [Float], _ compute: ((Float) -> Float) -> [Float]) {
            let expected = compute { $0 }
            // The sum of the magnitudes bounds what rounding can do to the sum.
            let magnitudes = compute(abs)
            let isClose =
                fast.count == expected.count
                && zip(fast, zip(expected, magnitudes)).allSatisfy { abs($0 - $1.0) <= 3e-6 * $1.1 + 1e-6 }
            #expect(isClose, "\(what) of \(example.testDescription)" as Comment)
        }
        expect("output", Self.columns(result, output, items)) { f in
            isTransposed
                ? naive.adjoint(weights: weights.map(f), bias: bias.map(f), target: x.map(f), columns: items)
                : naive.forward(weights: weights.map(f), bias: bias.map(f), source: x.map(f), columns: items)
        }
        expect("input gradient", Self.columns(gradients.input, input, items)) { f in
            isTransposed
                ? naive.forward(weights: weights.map(f), bias: none, source: g.map(f), columns: items)
                : naive.adjoint(weights: weights.map(f), bias: none, target: g.map(f), columns: items)
        }
        expect("weight gradient", gradients.parameters["layer.0.weight"] ?? []) { f in
            isTransposed
                ? naive.weightGradient(source: g.map(f), target: x.map(f), columns: items)
                : naive.weightGradient(source: x.map(f), target: g.map(f), columns: items)
        }
        expect("bias gradient", gradients.parameters["layer.0.bias"] ?? []) { f in
            var sums = [Float](repeating: 0, count: output.channels)
            for (index, value) in g.enumerated() { sums[index / items % output.channels] += f(value) }
            return sums
        }
        return true
    }

    /// A transposed convolution is the adjoint of the convolution from its output to its input; a dense layer is a
    /// convolution of a map of one pixel.
    private static func naive(_ example: Case, _ output: MapShape) -> NaiveLinear.Geometry {
        let (source, target) = example.isTransposed ? (output, example.input) : (example.input, output)
        return NaiveLinear.Geometry(
            source: (source.height, source.width), target: (target.height, target.width),
            sourceChannels: source.channels, targetChannels: target.channels, kernel: example.kernel,
            stride: example.stride, padding: example.padding)
    }

    /// items × (channel, pixel) to (pixel, channel) × items.
    private static func columns(_ values: [Float], _ shape: MapShape, _ items: Int) -> [Float] {
        var result = [Float](repeating: 0, count: values.count)
        for (index, value) in values.enumerated() {
            let (item, place) = (index / shape.count, index % shape.count)
            let (channel, pixel) = (place / shape.pixels, place % shape.pixels)
            result[(pixel * shape.channels + channel) * items + item] = value
        }
        return result
    }
}
