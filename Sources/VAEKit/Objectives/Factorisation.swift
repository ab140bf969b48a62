/// `factor [gamma G]` and the words of a discriminator: beta · kl + G · tc, where tc is the total correlation of the latents as
/// the discriminator has learnt it, the mean of its log odds that they are not permuted (Kim & Mnih 2018, equations 2 and 3,
/// algorithm 2). G is 40 where nothing is said.
struct Factorisation: Regulariser {
    static let name = "factor"
    let terms = ["kl", "tc", "discriminator"]
    let needsSeveralCoordinates = true
    let gamma: Double
    let network: DiscriminatorDescription

    init(_ words: inout ObjectiveWords) throws(NetworkError) {
        gamma = try words.option("gamma", in: 0...1e6) ?? 40
        network = try DiscriminatorDescription(&words, against: .permuted)
    }

    var description: String { "factor gamma \(ObjectiveWords.text(gamma)) \(network.words)" }
    var discriminator: DiscriminatorDescription? { network }

    func evaluate(_ batch: LatentBatch) -> RegulariserLoss {
        batch.lossFromVerdicts(weight: gamma) { ($0, 1) }
    }
}
