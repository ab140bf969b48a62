/// `iwae [samples K] [gradient standard|stl|dreg]`: −log 1/K Σ w over K draws of z from the posterior, where
/// log w = −recon + beta · (log p(z) − log q(z | x)) (Burda et al. 2015, equation 8, where beta is 1). K is 5 where nothing is
/// said.
///
/// Its terms are those of the plain bound: recon is the mean over the draws, and kl the divergence itself.
struct ImportanceWeighted: Regulariser {
    static let name = "iwae"
    let terms = ["kl"]
    let samples: Int
    let gradient: Gradient

    /// What is taken for the gradient of the encoder; the decoder's is always that of the loss.
    enum Gradient: String, CaseIterable, Sendable {
        /// The loss's own: each draw's by its normalised weight w̃ (Burda et al. 2015, equation 14).
        case standard
        /// The same, but through z alone, without what the posterior's moments do to log q where z stays: that is 0 in the mean
        /// over single draws, but not where several share their weights (Roeder et al. 2017; Tucker et al. 2019, section 6.1).
        case stl
        /// Through z alone, by w̃²: the loss's gradient in the mean, whatever the number of draws (Tucker et al. 2019, equation
        /// 8). Where beta is not 1, by (1 − beta) · w̃ + beta · w̃².
        case dreg
    }

    init(_ words: inout ObjectiveWords) throws(NetworkError) {
        samples = try words.count("samples", in: Draws.counts) ?? 5
        gradient = try words.choice("gradient") ?? .standard
    }

    var description: String { "iwae samples \(samples) gradient \(gradient.rawValue)" }

    let suitsLevels = true

    var draws: Draws { Draws(count: samples, weighing: .byImportance(gradient)) }

    /// The loss is not its part to tell: it comes of the draws' weights.
    func evaluate(_ batch: LatentBatch) -> RegulariserLoss {
        batch.gradients?.begin(divergenceFactor: 0)
        if gradient == .standard, let gradients = batch.gradients { addDensity(batch, to: gradients) }
        return RegulariserLoss(terms: SIMD4(batch.divergence, 0, 0, 0), loss: 0)
    }

    /// Of every draw's −log w, −beta · ½ Σ log variance has the same gradient, and their weights add up to 1.
    private func addDensity(_ batch: LatentBatch, to gradients: LatentGradients) {
        let columns = batch.posterior.columns
        let moments = gradients.moments(columns: columns)
        moments.mean.fill(0)
        let factor = Float(-0.5 * batch.beta)
        for at in 0..<moments.logVariance.count { moments.logVariance[at] = factor * batch.shares[at % columns] }
    }
}
