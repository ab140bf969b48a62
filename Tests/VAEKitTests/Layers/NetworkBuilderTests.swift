import Testing
import VAEKit

/// What does not fit together is refused, by the layer that does not.
@Suite struct NetworkBuilderTests {
    @Test(arguments: [
        (
            "dense 8", "dense 9",
            "the decoder puts out 9, but the images are 6×4"
        ),
        (
            "dense 8, conv 3", "dense 24",
            "encoder layer 1 ('conv 3'): a convolution needs a map: put 'unflatten CHANNELS HEIGHT WIDTH' before it"
        ),
        ("flatten, conv 3", "dense 24", "encoder layer 1 ('conv 3'): a convolution needs a map"),
        (
            "conv 3 kernel 9 padding 0", "dense 24",
            "encoder layer 0 ('conv 3 kernel 9 padding 0'): nothing would be left of a map of 6×4"
        ),
        ("conv 3 kernel 5 padding 0", "dense 24", "nothing would be left of a map of 6×4"),
        (
            "dense 8", "dense 4, unflatten 4 1 2, convt 1",
            "decoder layer 1 ('unflatten 4 1 2'): it can only follow a dense layer of 8 outputs; here come 4"
        ),
        ("conv 2, unflatten 2 6 4", "dense 24", "it can only follow a dense layer of 48 outputs; here come 6×4×2"),
        (
            "dense 8", "dense 6, unflatten 1 3 2, convt 1 stride 2 output-padding 2",
            "output-padding must be smaller than the stride"
        ),
        (
            "dense 8", "dense 6, unflatten 1 3 2, convt 1 stride 2 output-padding 1, batchnorm, convt 1 stride 2",
            "the decoder puts out 11×7, but the images are 6×4"
        ),
        (
            "dense 8", "dense 24, unflatten 1 6 4, convt 2",
            "the decoder puts out 6×4×2, but the images are 6×4"
        ),
        ("dense 8", "convt 1 padding 3", "nothing would be left of a map of 2"),
        (
            "dense 1048576, dense 1048576", "dense 24",
            "encoder layer 1 ('dense 1048576'): the model would have more than 268435456 parameters"
        ),
        ("conv 1048576", "dense 24", "is too large"),
    ])
    func saysWhatDoesNotFit(encoder: String, decoder: String, message: String) throws {
        let model = ModelDescription(
            imageShape: [6, 4], encoder: try LayerLanguage.parse(encoder), decoder: try LayerLanguage.parse(decoder))
        let error = #expect(throws: NetworkError.self) { try Autoencoder(model) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "no error")")
    }

    @Test func rowsOfValuesHaveNoSides() throws {
        let layers = try Architecture(.convolutional(channels: [16])).layers(for: MapShape(imageShape: [784]))
        let model = ModelDescription(imageShape: [784], encoder: layers.encoder, decoder: layers.decoder)
        let error = #expect(throws: NetworkError.self) { try Autoencoder(model) }
        #expect(
            error?.description.hasPrefix("convolutions need images of H×W or H×W×C, but these are rows of 784 values")
                == true)
        // A latent is a row of values too, and may grow from there.
        let grown = ModelDescription(
            imageShape: [2, 2], encoder: try LayerLanguage.parse("dense 3"),
            decoder: try LayerLanguage.parse("convt 1 kernel 2 padding 0"))
        #expect(try Autoencoder(grown).description.imageShape == [2, 2])
    }

    /// Layer upon layer of large maps must be refused before their tables and values fill the memory.
    @Test(arguments: [
        [Int](repeating: 0, count: 4).map { _ in
            LayerDescription.convolution(channels: 1, kernel: 3, stride: 1, padding: 1)
        },
        [Int](repeating: 0, count: 40).map { _ in LayerDescription.activation(.silu) },
        [Int](repeating: 0, count: 40).map { _ in LayerDescription.batchNorm },
        [.transposedConvolution(channels: 1, kernel: 1, stride: 64, padding: 0, outputPadding: 0)],
        [.convolution(channels: 1, kernel: 64, stride: 1, padding: 32)],
    ])
    func keepsWithinABudget(layers: [LayerDescription]) throws {
        let model = ModelDescription(
            imageShape: [1024, 1024], encoder: layers, decoder: [.dense(outputs: 1 << 20)])
        let error = #expect(throws: NetworkError.self) { try Autoencoder(model) }
        #expect(error?.description.contains("too") == true, "\(error?.description ?? "no error")")
    }

    @Test func namesAndShapesArePyTorchs() throws {
        var model = ModelDescription(
            imageShape: [6, 4, 3],
            encoder: try LayerLanguage.parse("conv 5 stride 2, batchnorm, relu, flatten, dense 7, batchnorm"),
            decoder: try LayerLanguage.parse("dense 12, unflatten 2 3 2, convt 3 stride 2 output-padding 1"))
        model.latent = 4
        let autoencoder = try Autoencoder(model)
        let parameters = autoencoder.parameterList.map { "\($0.name) \($0.shape)" }
        #expect(
            parameters == [
                "encoder.0.weight [5, 3, 3, 3]", "encoder.0.bias [5]", "encoder.1.weight [5]", "encoder.1.bias [5]",
                "encoder.4.weight [7, 30]", "encoder.4.bias [7]", "encoder.5.weight [7]", "encoder.5.bias [7]",
                "mean.weight [4, 7]", "mean.bias [4]", "logvar.weight [4, 7]", "logvar.bias [4]",
                "decoder.0.weight [12, 4]", "decoder.0.bias [12]", "decoder.2.weight [2, 3, 3, 3]",
                "decoder.2.bias [3]",
            ])
        #expect(
            autoencoder.statisticList.map { "\($0.name) \($0.shape)" } == [
                "encoder.1.running_mean [5]", "encoder.1.running_var [5]", "encoder.5.running_mean [7]",
                "encoder.5.running_var [7]",
            ])
        #expect(autoencoder.parameterCount == autoencoder.parameterList.reduce(0) { $0 + $1.count })
    }

    /// Layers of vectors and of maps of one pixel can stand in any order that makes sense.
    @Test(arguments: [
        (
            "flatten, dense 5, unflatten 5 1 1, conv 2, flatten",
            "convt 3 kernel 3 padding 0, convt 1 stride 2 padding 1"
        ),
        ("relu, flatten, relu, dense 5", "dense 25, unflatten 1 5 5"),
        ("dense 12, unflatten 3 2 2, batchnorm, conv 2", "dense 25, sigmoid"),
    ])
    func unusualOrdersAreFine(encoder: String, decoder: String) throws {
        let model = ModelDescription(
            imageShape: [5, 5], encoder: try LayerLanguage.parse(encoder), decoder: try LayerLanguage.parse(decoder))
        _ = try Autoencoder(model)
    }
}
