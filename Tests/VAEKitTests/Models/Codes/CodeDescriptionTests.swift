import TensorStreams
import Testing
import VAEKit

@Suite struct CodeDescriptionTests {
    private static func description() throws -> CodeDescription {
        let quantiser = try #require(try QuantiserDescription.latentKind(parsing: "codes 5 width 3 residual 2"))
        var description = CodeDescription(
            imageShape: [6, 6], quantiser, encoder: try LayerLanguage.parse("conv 4 stride 2"),
            decoder: try LayerLanguage.parse("convt 1 stride 2 output-padding 1"))
        (description.recon, description.sigma, description.threshold) = (.gaussian, 0.5, 7)
        return description
    }

    @Test func isWrittenAndRead() throws {
        let description = try Self.description()
        #expect(description.json["model"]?.string == "codes")
        #expect(try CodeDescription(json: description.json) == description)
        var vector = description
        (vector.places, vector.encoder) = (4, try LayerLanguage.parse("dense 7"))
        #expect(try CodeDescription(json: vector.json) == vector)
        (vector.threshold, vector.scale) = (nil, ValueScale(.minmax, isOverAll: true))
        #expect(try CodeDescription(json: vector.json) == vector)
    }

    @Test(arguments: [
        ("latent_kind", JSON.string("real")), ("latent_kind", .integer(3)), ("latent", .integer(0)),
        ("recon", .string("none")), ("sigma", .integer(0)), ("threshold", .integer(256)), ("image", .array([])),
        ("scale", .string("big")), ("scale", .integer(1)),
    ]) func damagedEntriesAreRefused(key: String, value: JSON) throws {
        var object = try #require(try Self.description().json.object)
        object[key] = value
        #expect(throws: NetworkError.self) { try CodeDescription(json: .object(object)) }
    }

    /// Values that are no pixels have no threshold; counts have no codes at all.
    @Test func likelihoodsThatDoNotFitAreRefused() throws {
        var description = try Self.description()
        description.scale = ValueScale(.standard)
        #expect(throws: NetworkError.self) { try CodeAutoencoder(description) }
        description.threshold = nil
        #expect(try CodeAutoencoder(description).items == .numbers)
        (description.recon, description.scale) = (.poisson, nil)
        #expect(throws: NetworkError.self) { try CodeAutoencoder(description) }
    }

    /// What a model's numbers are called, and how they look in PyTorch.
    @Test func namesItsCodebooks() throws {
        let model = try CodeAutoencoder(try Self.description())
        let names = (model.parameterList + model.statisticList).map { "\($0.name) \($0.shape)" }
        #expect(
            names == [
                "encoder.0.weight [4, 1, 3, 3]", "encoder.0.bias [4]", "mean.weight [3, 4, 1, 1]", "mean.bias [3]",
                "decoder.0.weight [3, 1, 3, 3]", "decoder.0.bias [1]",
                "codebook.0.weight [5, 3]", "codebook.0.sum [5, 3]", "codebook.0.count [5]", "codebook.0.debias [1]",
                "codebook.1.weight [5, 3]", "codebook.1.sum [5, 3]", "codebook.1.count [5]", "codebook.1.debias [1]",
            ])
        #expect(model.codeFormat == ItemFormat(type: .u8, shape: [3, 3, 2]))
        #expect(model.codesPerImage == 18)
    }

    @Test(arguments: [
        (256, ElementType.u8), (257, .i16), (32_768, .i16), (32_769, .i32),
    ]) func codesHaveTheSmallestType(codes: Int, type: ElementType) throws {
        var description = try Self.description()
        description.quantiser = try #require(
            try QuantiserDescription.latentKind(parsing: "codes \(codes) width 1"))
        description.decoder = try LayerLanguage.parse("convt 1 stride 2 output-padding 1")
        #expect(try CodeAutoencoder(description).codeFormat == ItemFormat(type: type, shape: [3, 3]))
    }

    @Test func layersThatDoNotFit() throws {
        var description = try Self.description()
        description.places = 3
        let error = #expect(throws: NetworkError.self) { try CodeAutoencoder(description) }
        #expect(
            error?.description == "the encoder puts out a map of 3×3×4, each pixel of which has a code: "
                + "leave out --latent, or end it in 'flatten'")
        description.places = nil
        description.encoder = try LayerLanguage.parse("dense 4")
        #expect(throws: NetworkError.self) { try CodeAutoencoder(description) }
    }
}
