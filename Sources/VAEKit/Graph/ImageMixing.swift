/// How what a step of training makes of an image depends on the others of its batch.
public enum ImageMixing: Sendable {
    /// Not at all.
    case none
    /// By the sums of batch normalisation alone.
    case normalisation
    /// By an objective that compares latents, or a codebook that follows them.
    case comparison
}
