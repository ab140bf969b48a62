import TensorStreams
import VAEKit

/// What users are told of a model whose latents say nothing of the images.
public enum PosteriorCollapse {
    /// Images that are enough to see it.
    public static let sample = 1024

    /// The first of the images, as many as that takes.
    public static func sample(of images: TensorBatch) -> TensorBatch {
        images.items(in: 0..<min(images.count, sample))
    }

    public static func note(_ name: String) -> String {
        "\(name): the posterior has collapsed: kl is below 0.01 nats in every latent coordinate, so that no image reaches "
            + "the decoder; a smaller --beta, --beta-warmup, or another --init or --seed may help"
    }
}
