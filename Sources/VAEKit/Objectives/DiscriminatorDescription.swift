/// A network that learns to tell the latents of a batch from others (Goodfellow et al. 2014), and the Adam that teaches it.
///
/// It has layers of units with leaky ReLUs of slope 0.2 and two logits: the first for latents of the batch, the second for the
/// others. Its words follow those of its objective: `hidden 1000 layers 6 rate 1e-4 beta1 0.5 beta2 0.9`, which is what they
/// are where nothing is said (Kim & Mnih 2018, appendix A).
public struct DiscriminatorDescription: Equatable, Sendable {
    /// What it is to tell latents of a batch from.
    enum Counterpart: Sendable {
        /// The latents of another batch of images, each coordinate in an order of its own: they have the same marginals, but
        /// independent coordinates.
        case permuted
        /// Draws from the standard normal prior.
        case prior
    }

    let counterpart: Counterpart
    let hidden: Int
    let layers: Int
    /// Of Adam.
    public let rate: Double
    let beta1: Double
    let beta2: Double

    init(_ words: inout ObjectiveWords, against counterpart: Counterpart) throws(NetworkError) {
        self.counterpart = counterpart
        hidden = try words.count("hidden", in: 1...65_536) ?? 1000
        layers = try words.count("layers", in: 1...64) ?? 6
        rate = try words.option("rate", in: 0...1e3) ?? 1e-4
        // Adam divides by 1 − β.
        beta1 = try words.option("beta1", in: 0...0.999999) ?? 0.5
        beta2 = try words.option("beta2", in: 0...0.999999) ?? 0.9
    }

    /// As they are written behind an objective's own words.
    var words: String {
        "hidden \(hidden) layers \(layers) rate \(ObjectiveWords.text(rate))"
            + (beta1 == 0.5 ? "" : " beta1 \(ObjectiveWords.text(beta1))")
            + (beta2 == 0.9 ? "" : " beta2 \(ObjectiveWords.text(beta2))")
    }

    /// From a latent to the logits.
    var network: [LayerDescription] {
        let layer: [LayerDescription] = [.dense(outputs: hidden), .activation(.leaky(0.2))]
        return (0..<layers).flatMap { _ in layer } + [.dense(outputs: 2)]
    }
}
