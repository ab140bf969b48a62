import TensorStreams
import Testing
import VAEKit

@Suite struct LayerLanguageTests {
    @Test func readsEveryLayer() throws {
        let text = """
            conv 16, conv 8 kernel 5 stride 2 padding 0,convt 4 stride 2 output-padding 1
              convt 2 padding 0 kernel 4 ,, dense 12
            batchnorm, flatten, unflatten 3 2 1
            relu, leaky, leaky 0.2, tanh, sigmoid, elu, silu
            """
        #expect(
            try LayerLanguage.parse(text) == [
                .convolution(channels: 16, kernel: 3, stride: 1, padding: 1),
                .convolution(channels: 8, kernel: 5, stride: 2, padding: 0),
                .transposedConvolution(channels: 4, kernel: 3, stride: 2, padding: 1, outputPadding: 1),
                .transposedConvolution(channels: 2, kernel: 4, stride: 1, padding: 0, outputPadding: 0),
                .dense(outputs: 12), .batchNorm, .flatten, .unflatten(MapShape(channels: 3, height: 2, width: 1)),
                .activation(.relu), .activation(.leaky(0.01)), .activation(.leaky(0.2)), .activation(.tanh),
                .activation(.sigmoid), .activation(.elu), .activation(.silu),
            ])
    }

    /// A kernel's padding is half of it where nothing else is said.
    @Test func paddingFollowsTheKernel() throws {
        #expect(
            try LayerLanguage.parse("conv 1 kernel 7, conv 1 kernel 2, convt 1 kernel 1") == [
                .convolution(channels: 1, kernel: 7, stride: 1, padding: 3),
                .convolution(channels: 1, kernel: 2, stride: 1, padding: 1),
                .transposedConvolution(channels: 1, kernel: 1, stride: 1, padding: 0, outputPadding: 0),
            ])
    }

    @Test func whatIsPrintedReadsBack() throws {
        var random = RandomSource(seed: 4)
        for _ in 0..<500 {
            let layers = (0...random.below(6)).map { _ in Self.anyLayer(&random) }
            #expect(try LayerLanguage.parse(LayerLanguage.spell(layers)) == layers)
        }
    }

    private static func anyLayer(_ random: inout RandomSource) -> LayerDescription {
        func size() -> Int { 1 + random.below(64) }
        switch random.below(7) {
        case 0: return .dense(outputs: 1 + random.below(1 << 20))
        case 1:
            return .convolution(channels: size(), kernel: size(), stride: size(), padding: size() - 1)
        case 2:
            return .transposedConvolution(
                channels: size(), kernel: size(), stride: size(), padding: size() - 1, outputPadding: size() - 1)
        case 3: return .batchNorm
        case 4: return .flatten
        case 5: return .unflatten(MapShape(channels: size(), height: size(), width: size()))
        default:
            let functions: [ActivationFunction] = [.relu, .tanh, .sigmoid, .elu, .silu, .leaky(random.uniform())]
            return .activation(functions[random.below(functions.count)])
        }
    }

    @Test(arguments: [
        ("", "a network needs at least one layer, such as 'dense 512'"),
        (" ,\n, ", "a network needs at least one layer, such as 'dense 512'"),
        ("dense", "'dense': a size is missing"),
        ("dense 0", "'dense 0': '0' must be a whole number from 1 to 1048576"),
        ("dense -3", "'dense -3': '-3' must be a whole number from 1 to 1048576"),
        ("dense 1.5", "'dense 1.5': '1.5' must be a whole number from 1 to 1048576"),
        ("dense 1048577", "'dense 1048577': '1048577' must be a whole number from 1 to 1048576"),
        ("dense 99999999999999999999", "must be a whole number from 1 to 1048576"),
        ("dense 5 6", "'dense 5 6': '6' is not expected there"),
        ("relu 2", "'relu 2': '2' is not expected there"),
        ("conv", "'conv': a size is missing"),
        ("conv 3 4", "'conv 3 4': '4' is not one of kernel, stride, padding"),
        ("conv 3 kernel", "'conv 3 kernel': kernel needs a whole number from 1 to 64"),
        ("conv 3 kernel 0", "kernel needs a whole number from 1 to 64"),
        ("conv 3 stride 0", "stride needs a whole number from 1 to 64"),
        ("conv 3 stride 65", "stride needs a whole number from 1 to 64"),
        ("conv 3 padding -1", "padding needs a whole number from 0 to 64"),
        ("conv 3 output-padding 1", "'output-padding' is not one of kernel, stride, padding"),
        ("conv 3 stride 2 stride 2", "stride is given twice"),
        ("convt 3 stride two", "stride needs a whole number from 1 to 64"),
        ("unflatten 3 4", "a size is missing"),
        ("leaky -0.1", "the slope '-0.1' must be a number from 0 to 1"),
        ("leaky nan", "the slope 'nan' must be a number from 0 to 1"),
        ("leaky inf", "the slope 'inf' must be a number from 0 to 1"),
        ("lstm 3", "'lstm 3': no layer is called 'lstm'; there are conv, convt, dense"),
        ("dense 4, Relu", "'Relu': no layer is called 'Relu'"),
    ])
    func saysWhatIsWrong(text: String, message: String) {
        let error = #expect(throws: NetworkError.self) { try LayerLanguage.parse(text) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "no error")")
    }
}
