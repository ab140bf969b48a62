import Testing
import VAEKit

@Suite struct ArchitectureLayersTests {
    private static let image = MapShape(channels: 1, height: 28, width: 28)

    @Test(arguments: [
        Architecture(.dense(hidden: [512])),
        Architecture(.dense(hidden: [20, 10]), activation: .tanh, batchNorm: true),
        Architecture(.convolutional(channels: [4, 8]), activation: .leaky(0.01), batchNorm: true),
    ])
    func isFoundInItsLayers(architecture: Architecture) {
        for keepsMap in [false, true] {
            let layers = architecture.layers(for: Self.image, keepsMap: keepsMap)
            let found = Architecture(
                encoder: layers.encoder, decoder: layers.decoder, for: Self.image, keepsMap: keepsMap)
            #expect(found == architecture)
        }
    }

    @Test(arguments: [
        ("flatten", "dense 784"), ("dense 4, relu", "dense 5, relu, dense 784"), ("dense 4", "dense 4, dense 784"),
        ("conv 4, relu, flatten", "dense 784"), ("conv 4 stride 2, relu, flatten, dense 8, relu", "dense 784"),
        ("dense 4, relu, dense 4, tanh", "dense 4, tanh, dense 4, relu, dense 784"),
    ])
    func otherLayersHaveNone(encoder: String, decoder: String) throws {
        let (encoder, decoder) = (try LayerLanguage.parse(encoder), try LayerLanguage.parse(decoder))
        #expect(Architecture(encoder: encoder, decoder: decoder, for: Self.image) == nil)
    }

    @Test func upperLevelsHaveUnitsOfTheSameActivation() throws {
        let architecture = Architecture(.dense(hidden: [4]), activation: .tanh)
        let layers = architecture.layers(ofUnits: [6, 3])
        #expect(architecture.units(ofEncoder: layers.encoder, decoder: layers.decoder) == [6, 3])
        let others = Architecture(.dense(hidden: [4])).layers(ofUnits: [6, 3])
        #expect(architecture.units(ofEncoder: others.encoder, decoder: others.decoder) == nil)
    }
}
