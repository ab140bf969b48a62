/// `elbo [samples K]`: the divergence of the posterior from the prior, times beta (Kingma & Welling 2013; Higgins et al. 2017),
/// and recon as the mean over K draws of z, 1 where nothing is said.
struct Divergence: Regulariser {
    static let name = "elbo"
    let terms = ["kl"]
    let samples: Int

    init() { samples = 1 }

    init(_ words: inout ObjectiveWords) throws(NetworkError) {
        samples = try words.count("samples", in: Draws.counts) ?? 1
    }

    var description: String { samples == 1 ? "elbo" : "elbo samples \(samples)" }

    /// There is nothing to draw where there is no noise.
    var suitsPlain: Bool { samples == 1 }

    let suitsLevels = true

    var draws: Draws { Draws(count: samples) }

    func evaluate(_ batch: LatentBatch) -> RegulariserLoss {
        batch.gradients?.begin(divergenceFactor: batch.beta)
        let divergence = batch.divergence
        return RegulariserLoss(terms: SIMD4(divergence, 0, 0, 0), loss: batch.beta * divergence)
    }
}
