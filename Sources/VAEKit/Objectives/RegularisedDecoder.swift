/// `rae [z A] [l2 W] [gp W] [step S]`: A · ½|z|², W · the sum of the squares of the decoder's weights and biases, and W · the
/// squared Frobenius norm of the Jacobian of an image's pixel means for its latent, each where it is asked for: a regularised
/// autoencoder (Ghosh et al. 2020). A is 1 and S 0.01 where nothing is said, and each W 0.
struct RegularisedDecoder: Regulariser {
    static let name = "rae"
    let suitsPlain = true
    let suitsVariational = false
    let weight: Double
    let penalty: DecoderPenalty

    init(_ words: inout ObjectiveWords) throws(NetworkError) {
        weight = try words.option("z", in: 0...1e9) ?? 1
        penalty = try DecoderPenalty(&words)
    }

    var terms: [String] { ["kl", "latent"] + penalty.terms }
    var description: String { "rae z \(ObjectiveWords.text(weight))\(penalty.words)" }
    var decoderPenalty: DecoderPenalty? { penalty }

    func evaluate(_ batch: LatentBatch) -> RegulariserLoss {
        batch.gradients?.begin(divergenceFactor: 0)
        let sum = batch.chargeSamples(weight: weight) { (0.5 * Double($0) * Double($0), $0) }
        return RegulariserLoss(terms: SIMD4(0, sum, 0, 0), loss: weight * sum)
    }
}
