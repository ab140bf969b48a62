/// `elbo`: the divergence of the posterior from the prior, times beta (Kingma & Welling 2013; Higgins et al. 2017).
struct Divergence: Regulariser {
    static let name = "elbo"
    let terms = ["kl"]
    let suitsPlain = true
    let description = "elbo"

    init() {}

    init(_ words: inout ObjectiveWords) {}

    func evaluate(_ batch: LatentBatch) -> RegulariserLoss {
        batch.gradients?.begin(divergenceFactor: batch.beta)
        let divergence = batch.divergence
        return RegulariserLoss(terms: SIMD4(divergence, 0, 0, 0), loss: batch.beta * divergence)
    }
}
