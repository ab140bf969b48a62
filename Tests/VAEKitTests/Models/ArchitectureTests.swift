import Testing
import VAEKit

@Suite struct ArchitectureTests {
    @Test func denseLayersMirror() throws {
        let layers = try Architecture(.dense(hidden: [20, 10]), activation: .tanh, batchNorm: true)
            .layers(for: MapShape(channels: 1, height: 5, width: 6))
        #expect(LayerLanguage.spell(layers.encoder) == "dense 20, batchnorm, tanh, dense 10, batchnorm, tanh")
        #expect(LayerLanguage.spell(layers.decoder) == "dense 10, batchnorm, tanh, dense 20, batchnorm, tanh, dense 30")
    }

    @Test func convolutionsMirrorMNIST() throws {
        let layers = try Architecture(
            .convolutional(channels: [16, 32, 64]), activation: .leaky(0.01), batchNorm: true
        )
        .layers(for: MapShape(channels: 1, height: 28, width: 28))
        let after = "batchnorm, leaky 0.01"
        #expect(
            LayerLanguage.spell(layers.encoder)
                == "conv 16 stride 2, \(after), conv 32 stride 2, \(after), conv 64 stride 2, \(after), flatten")
        #expect(
            LayerLanguage.spell(layers.decoder)
                == "dense 1024, unflatten 64 4 4, convt 32 stride 2, \(after), "
                + "convt 16 stride 2 output-padding 1, \(after), convt 1 stride 2 output-padding 1")
    }

    @Test(arguments: [1, 2, 3, 5, 7, 9, 17, 28, 31, 32, 33, 48, 63, 64, 65, 100], 1...5)
    func sizesMirror(side: Int, depth: Int) throws {
        for channels in [1, 3] {
            let image = MapShape(channels: channels, height: side, width: side)
            let layers = try Architecture(.convolutional(channels: Array(repeating: 2, count: depth))).layers(
                for: image)
            // Building fails unless the decoder puts out images.
            _ = try Autoencoder(
                ModelDescription(
                    imageShape: [side, side, channels], encoder: layers.encoder, decoder: layers.decoder))
        }
    }

    /// Each side has an output padding of its own.
    @Test(arguments: [(28, 20), (31, 63), (12, 20), (64, 48), (28, 30), (28, 31), (1, 2), (218, 178)])
    func sidesMirrorApart(height: Int, width: Int) throws {
        let layers = try Architecture(.convolutional(channels: [3, 4, 5]))
            .layers(for: MapShape(channels: 1, height: height, width: width))
        _ = try Autoencoder(
            ModelDescription(imageShape: [height, width], encoder: layers.encoder, decoder: layers.decoder))
    }
}
