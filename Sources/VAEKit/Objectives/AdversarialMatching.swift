/// `wae-gan [weight W]` and the words of a discriminator: beta · kl + W · gan, where gan is the mean of −log(1 − D(z)), D being
/// the discriminator's probability that z is a latent of the batch and no draw from the prior (Tolstikhin et al. 2018, algorithm
/// 1, whose D is that of the prior). W is 10 where nothing is said; with beta 0 it is a Wasserstein autoencoder.
struct AdversarialMatching: Regulariser {
    static let name = "wae-gan"
    let terms = ["kl", "gan", "discriminator"]
    let suitsPlain = true
    let weight: Double
    let network: DiscriminatorDescription

    init(_ words: inout ObjectiveWords) throws(NetworkError) {
        weight = try words.option("weight", in: 0...1e9) ?? 10
        network = try DiscriminatorDescription(&words, against: .prior)
    }

    var description: String { "wae-gan weight \(ObjectiveWords.text(weight)) \(network.words)" }
    var discriminator: DiscriminatorDescription? { network }

    func evaluate(_ batch: LatentBatch) -> RegulariserLoss {
        batch.lossFromVerdicts(weight: weight) { (softplus($0), sigmoid($0)) }
    }
}
