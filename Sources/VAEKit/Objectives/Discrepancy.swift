/// `mmd [kernel imq|rbf] [weight W]`: beta · kl + W · MMD of the samples and as many draws from the prior, W being 10 where
/// nothing is said. With beta 0 it is a Wasserstein autoencoder (Tolstikhin et al. 2018, algorithm 2), with beta 1 − α and
/// W α + λ − 1 InfoVAE (Zhao et al. 2019, equation 6).
struct Discrepancy: Regulariser {
    static let name = "mmd"
    let terms = ["kl", "mmd"]
    let suitsPlain = true
    let function: DiscrepancyKernel.Function
    let weight: Double

    init(_ words: inout ObjectiveWords) throws(NetworkError) {
        var (function, weight) = (DiscrepancyKernel.Function.imq, 10.0)
        while let name = words.nextOption {
            switch name {
            case "kernel": function = try words.choice("kernel")
            default: weight = try words.option("weight", in: 0...1e9) ?? weight
            }
        }
        (self.function, self.weight) = (function, weight)
    }

    var description: String { "mmd kernel \(function.rawValue) weight \(ObjectiveWords.text(weight))" }

    /// Draws from the prior, and a number for each item.
    func workCount(latent: Int, columns: Int) -> Int { (latent + 1) * columns }

    func evaluate(_ batch: LatentBatch) -> RegulariserLoss {
        batch.gradients?.begin(divergenceFactor: batch.beta)
        let posterior = batch.posterior
        let (latent, columns) = (posterior.latent, posterior.columns)
        let prior = batch.drawPrior()
        let kernel = DiscrepancyKernel(latent: latent, items: batch.items, columns: columns, function: function)
        let gradient = batch.gradients?.sample(columns: columns)
        let discrepancy = kernel.evaluate(
            sample: posterior.sample, prior: prior.draws, gradient: gradient,
            work: prior.rest, team: batch.team)
        gradient?.scale(by: Float(weight))
        let (divergence, sum) = (batch.divergence, Double(batch.items) * discrepancy)
        return RegulariserLoss(
            terms: SIMD4(divergence, sum, 0, 0), loss: batch.beta * divergence + weight * sum)
    }
}
