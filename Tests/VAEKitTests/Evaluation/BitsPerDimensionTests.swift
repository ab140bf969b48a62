import Foundation
import TensorStreams
import Testing
import VAEKit

@Suite struct BitsPerDimensionTests {
    private static func description(_ recon: ModelDescription.Recon, threshold: Int? = nil) -> ModelDescription {
        var description = ModelDescription(imageShape: [1, 2], encoder: [], decoder: [])
        (description.recon, description.threshold) = (recon, threshold)
        return description
    }

    private static func bytes(_ values: [UInt8]) -> TensorBatch {
        TensorBatch(format: ItemFormat(type: .u8, shape: [1, 2]), count: values.count / 2, bytes: values)
    }

    private static func floats(_ values: [Float]) -> TensorBatch {
        TensorBatch(format: ItemFormat(type: .f32, shape: [1, 2]), floats: values)
    }

    /// Two fair coins are a bit each.
    @Test func bernoulliPixelsHaveAProbability() throws {
        for images in [Self.bytes([0, 255, 255, 255]), Self.floats([0, 1])] {
            let bits = try #require(BitsPerDimension(Self.description(.bce), of: images))
            #expect(abs(bits(nats: 2 * log(2)) - 1) < 1e-15)
        }
        #expect(BitsPerDimension(Self.description(.bce, threshold: 0), of: Self.bytes([1, 254])) != nil)
        #expect(BitsPerDimension(Self.description(.bce), of: Self.bytes([0, 254])) == nil)
        #expect(BitsPerDimension(Self.description(.bce), of: Self.floats([0.5, 1])) == nil)
        #expect(BitsPerDimension(Self.description(.bce), of: Self.floats([0.5, 1]), areDrawn: true) != nil)
    }

    /// A density that is even over [0, 1] makes 255 distances of levels as likely as each other.
    @Test(arguments: [ModelDescription.Recon.mse, .gaussian]) func densitiesAreOfLevels(_ recon: ModelDescription.Recon)
        throws
    {
        let bits = try #require(BitsPerDimension(Self.description(recon), of: Self.bytes([7, 9])))
        #expect(abs(bits(nats: 0) - log2(255)) < 1e-12)
        #expect(BitsPerDimension(Self.description(recon), of: Self.floats([0, 1])) == nil)
        #expect(BitsPerDimension(Self.description(recon), of: Self.bytes([7, 9]), areDrawn: true) == nil)
        #expect(BitsPerDimension(Self.description(recon, threshold: 9), of: Self.bytes([7, 9])) == nil)
    }
}
