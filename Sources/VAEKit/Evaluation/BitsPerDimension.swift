import Glibc
import TensorStreams

/// What a negative log-likelihood is in bits for each value of an image, so that images of any size compare.
///
/// Counts, and Bernoulli pixels that are black or white, have a probability. The normal likelihoods have a density of pixels in [0, 1],
/// which for u8 pixels is multiplied by the distance of two levels, 1/255: about the probability of a level, where the
/// deviation is more than that. Of grey Bernoulli pixels, and of values that are no pixels, there are no bits.
public struct BitsPerDimension: BitwiseCopyable, Sendable {
    private let values: Double
    /// Nats that a value's level has beyond its density.
    private let levelNats: Double

    /// Nil where the likelihood of such images has no meaning in bits.
    ///
    /// - Parameter areDrawn: whether the pixels are drawn, and so black or white, however grey the images are.
    public init?(_ description: ModelDescription, of images: TensorBatch, areDrawn: Bool = false) {
        guard description.items != .numbers else { return nil }
        values = Double(description.image.count)
        switch description.recon {
        case .bce:
            guard areDrawn || description.threshold != nil || images.isBlackAndWhite else { return nil }
            levelNats = 0
        case .poisson, .negativeBinomial: levelNats = 0
        case .mse, .gaussian:
            guard images.format.type == .u8, !areDrawn, description.threshold == nil else { return nil }
            levelNats = log(255)
        }
    }

    /// - Parameter nats: −log p of an image.
    public func callAsFunction(nats: Double) -> Double { (nats / values + levelNats) / log(2) }
}
