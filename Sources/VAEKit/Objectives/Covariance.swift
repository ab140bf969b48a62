/// `dip [of means|samples] [off-diagonal A] [diagonal B]`: beta · kl and a penalty on the covariance of the latents:
/// A · Σ_{i≠j} C_ij² + B · Σ_i (C_ii − 1)², of the posterior means (DIP-VAE-I) or of the samples (DIP-VAE-II; Kumar et al. 2018).
///
/// A is 10 where nothing is said, and B ten times A for the means, as much as A for the samples.
struct Covariance: Regulariser {
    static let name = "dip"
    let comparesItems = true
    let terms = ["kl", "dip"]
    let of: Subject
    let offDiagonal: Double
    let diagonal: Double

    enum Subject: String, CaseIterable, Sendable {
        case means, samples
    }

    init(_ words: inout ObjectiveWords) throws(NetworkError) {
        of = try words.choice("of") ?? .means
        offDiagonal = try words.option("off-diagonal", in: 0...1e9) ?? 10
        diagonal = try words.option("diagonal", in: 0...1e9) ?? (of == .means ? 10 * offDiagonal : offDiagonal)
    }

    var description: String {
        "dip of \(of.rawValue) off-diagonal \(ObjectiveWords.text(offDiagonal)) "
            + "diagonal \(ObjectiveWords.text(diagonal))"
    }

    /// Log variances, and the kernel's.
    func workCount(latent: Int, columns: Int) -> Int {
        latent * columns + CovarianceKernel.workCount(latent: latent, columns: columns)
    }

    func evaluate(_ batch: LatentBatch) -> RegulariserLoss {
        batch.gradients?.begin(divergenceFactor: batch.beta)
        let posterior = batch.posterior
        let columns = posterior.columns
        let logVariances = batch.logVariances()
        let kernel = CovarianceKernel(
            latent: posterior.latent, items: batch.items, columns: columns, offDiagonal: Float(offDiagonal),
            diagonal: Float(diagonal))
        let penalty = kernel.evaluate(
            mean: posterior.mean, logVariance: of == .samples ? logVariances.values : nil,
            gradients: batch.gradients?.moments(columns: columns),
            work: logVariances.rest, team: batch.team)
        let (divergence, sum) = (batch.divergence, Double(batch.items) * penalty)
        return RegulariserLoss(terms: SIMD4(divergence, sum, 0, 0), loss: batch.beta * divergence + sum)
    }
}
