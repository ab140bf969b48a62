import TensorStreams
import VAEKit

/// What users are told of a model whose latents say nothing of the images.
public enum PosteriorCollapse {
    /// Images that are enough to see it.
    public static let sample = 1024

    /// The first of the images, as many as that takes.
    public static func sample(of images: DealtImages) -> LabelledImages { images.first(sample) }

    /// The same.
    public static func sample(of images: LabelledImages) -> LabelledImages {
        images.items(in: 0..<min(images.count, sample))
    }

    /// Whether a run has done steps enough, 500, to tell a posterior that has collapsed from one that has learnt nothing yet.
    public static func canTell(after steps: Int) -> Bool { steps >= 500 }

    /// - Parameter images: those that it was seen on, as "the first 1024 images".
    public static func note(_ name: String, measuredOn images: String) -> String {
        "\(name): the posterior has collapsed: on \(images), kl is below 0.01 nats in every latent coordinate, so that no "
            + "image reaches the decoder; more training, a smaller --beta, --beta-warmup, or another --init or --seed may help"
    }
}
