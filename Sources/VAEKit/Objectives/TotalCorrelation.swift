/// `tc [sampling weighted|stratified] [mi A]`: the divergence in three parts, A · mi + beta · tc + dwkl: the information that
/// latents have of the image's number, the total correlation of the coordinates, and each coordinate's own divergence
/// (Chen et al. 2018, equation 4, whose beta is this one; A is 1 where nothing is said).
///
/// Constants are kept: with weighted sampling tc holds (latent − 1) · log(N · B), and can read below zero.
struct TotalCorrelation: Regulariser {
    static let name = "tc"
    let comparesItems = true
    let terms = ["kl", "mi", "tc", "dwkl"]
    let countsImages = true
    let sampling: TotalCorrelationKernel.Sampling
    let information: Double

    init(_ words: inout ObjectiveWords) throws(NetworkError) {
        sampling = try words.choice("sampling") ?? .weighted
        information = try words.option("mi", in: 0...1e6) ?? 1
    }

    var description: String {
        "tc sampling \(sampling.rawValue)" + (information == 1 ? "" : " mi \(ObjectiveWords.text(information))")
    }

    /// Log variances, and the kernel's.
    func workCount(latent: Int, columns: Int) -> Int {
        latent * columns + TotalCorrelationKernel.workCount(latent: latent, columns: columns)
    }

    func evaluate(_ batch: LatentBatch) -> RegulariserLoss {
        batch.gradients?.begin(divergenceFactor: 0)
        let posterior = batch.posterior
        let columns = posterior.columns
        let logVariances = batch.logVariances()
        let kernel = TotalCorrelationKernel(
            latent: posterior.latent, items: batch.items, columns: columns, setSize: batch.setSize, sampling: sampling)
        // A · (conditional − joint) + beta · (joint − marginals) + marginals − prior.
        let factors = TotalCorrelationKernel.Terms(
            conditional: information, joint: batch.beta - information, marginals: 1 - batch.beta, prior: -1)
        let gradients = batch.gradients.map { gradients in
            let moments = gradients.moments(columns: columns)
            return (sample: gradients.sample(columns: columns), mean: moments.mean, logVariance: moments.logVariance)
        }
        let sums = kernel.evaluate(
            sample: posterior.sample, mean: posterior.mean, logVariance: logVariances.values, factors: factors,
            gradients: gradients, work: logVariances.rest, team: batch.team)
        let mutual = sums.conditional - sums.joint
        let correlation = sums.joint - sums.marginals
        let apart = sums.marginals - sums.prior
        return RegulariserLoss(
            terms: SIMD4(batch.divergence, mutual, correlation, apart),
            loss: information * mutual + batch.beta * correlation + apart)
    }
}
