import Glibc
import TensorStreams
import Testing
import Threads
import VAEKit

@Suite struct AutoencoderOutputBiasTests {
    private static func model(_ imageShape: [Int], decoder: String) throws -> Autoencoder {
        var description = ModelDescription(
            imageShape: imageShape, encoder: try LayerLanguage.parse("flatten"),
            decoder: try LayerLanguage.parse(decoder))
        description.latent = 1
        return try Autoencoder(description)
    }

    private static func images(_ shape: [Int], _ bytes: [UInt8]) -> TensorBatch {
        let format = ItemFormat(type: .u8, shape: shape)
        return TensorBatch(format: format, count: bytes.count / format.bytesPerItem, bytes: bytes)
    }

    /// Pixels of one row and two columns, of three channels.
    private static let colour = images([1, 2, 3], [0, 51, 255, 102, 51, 0, 0, 153, 255, 204, 51, 0])

    /// With all weights zero, what is decoded is the bias alone.
    private static func decoded(_ model: Autoencoder) -> [Float] {
        Evaluator(model, team: ThreadTeam(threads: 1)).decode([0])
    }

    private static func expect(_ ours: [Float], _ means: [Float]) {
        #expect(ours.count == means.count)
        for (one, other) in zip(ours, means) { #expect(abs(one - other) < 1e-6) }
    }

    @Test func denseLayersBeginWithEachPixelsMean() throws {
        let model = try Self.model([1, 2, 3], decoder: "dense 6")
        try model.initialiseOutput(to: Self.colour)
        Self.expect(Self.decoded(model), [0.001, 0.4, 0.999, 0.6, 0.2, 0.001])
    }

    @Test func convolutionsBeginWithEachChannelsMean() throws {
        let model = try Self.model([1, 2, 3], decoder: "dense 4, unflatten 2 1 2, conv 3")
        try model.initialiseOutput(to: Self.colour)
        Self.expect(Self.decoded(model), [0.3, 0.3, 0.5, 0.3, 0.3, 0.5])
    }

    @Test func theThresholdIsTheModels() throws {
        var description = try Self.model([2], decoder: "dense 2").description
        description.threshold = 100
        let model = try Autoencoder(description)
        try model.initialiseOutput(to: Self.images([2], [101, 100, 200, 0, 0, 0, 0, 255]))
        Self.expect(Self.decoded(model), [0.5, 0.25])
    }

    /// What the model has behind its decoder stays as it is.
    @Test func aLearntPriorIsLeftAlone() throws {
        var description = try Self.model([2], decoder: "dense 2").description
        description.prior = .mixture(2)
        let model = try Autoencoder(description)
        try model.initialiseOutput(to: Self.images([2], [255, 51, 0, 51]))
        Self.expect(Self.decoded(model), [0.5, 0.2])
        for parameter in model.parameterList where parameter.name.hasPrefix("prior") {
            #expect(model.values(of: parameter).allSatisfy { $0 == 0 })
        }
    }

    @Test(arguments: ["dense 6, unflatten 3 1 2", "dense 6, relu"]) func otherEndsAreRefused(decoder: String) throws {
        let model = try Self.model([1, 2, 3], decoder: decoder)
        #expect(throws: NetworkError.self) { try model.initialiseOutput(to: Self.colour) }
    }
}
