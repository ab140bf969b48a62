/// `mmd [kernel imq|rbf] [weight W]`: beta · kl + W · MMD of the samples and as many draws from the prior, W being 10 where
/// nothing is said. With beta 0 it is a Wasserstein autoencoder (Tolstikhin et al. 2018, algorithm 2), with beta 1 − α and
/// W α + λ − 1 InfoVAE (Zhao et al. 2019, equation 6).
struct Discrepancy: Regulariser {
    static let name = "mmd"
    let comparesItems = true
    let terms = ["kl", "mmd"]
    let suitsPlain = true
    let function: DiscrepancyKernel.Function
    let weight: Double

    init(_ words: inout ObjectiveWords) throws(NetworkError) {
        function = try words.choice("kernel") ?? .imq
        weight = try words.option("weight", in: 0...1e9) ?? 10
    }

    var description: String { "mmd kernel \(function.rawValue) weight \(ObjectiveWords.text(weight))" }

    /// Draws from the prior, and a number for each item.
    func workCount(latent: Int, columns: Int) -> Int { (latent + 1) * columns }

    func evaluate(_ batch: LatentBatch) -> RegulariserLoss {
        let kernel = DiscrepancyKernel(
            latent: batch.posterior.latent, items: batch.items, columns: batch.posterior.columns, function: function)
        return batch.lossFromPrior(weight: weight) { sample, prior, gradient, work in
            kernel.evaluate(sample: sample, prior: prior, gradient: gradient, work: work, team: batch.team)
        }
    }
}
