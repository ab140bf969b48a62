/// `swd [slices L] [weight W]`: beta · kl + W · the sliced Wasserstein distance of the samples and as many draws from the
/// prior: along each of L random directions, both are put in order and the squares of their differences averaged (Kolouri et
/// al. 2019, equation 12). L is 50 and W 10 where nothing is said; with beta 0 it is a sliced Wasserstein autoencoder.
struct SlicedWasserstein: Regulariser {
    static let name = "swd"
    let terms = ["kl", "swd"]
    let suitsPlain = true
    let slices: Int
    let weight: Double

    init(_ words: inout ObjectiveWords) throws(NetworkError) {
        var (slices, weight) = (50.0, 10.0)
        while let name = words.nextOption {
            if name == "slices" {
                slices = try words.option("slices", in: 1...10_000) ?? slices
            } else {
                weight = try words.option("weight", in: 0...1e9) ?? weight
            }
        }
        (self.slices, self.weight) = (Int(slices), weight)
    }

    var description: String { "swd slices \(slices) weight \(ObjectiveWords.text(weight))" }

    /// Draws from the prior, and the kernel's.
    func workCount(latent: Int, columns: Int) -> Int {
        latent * columns + SlicedDistanceKernel.workCount(latent: latent, columns: columns)
    }

    func evaluate(_ batch: LatentBatch) -> RegulariserLoss {
        batch.gradients?.begin(divergenceFactor: batch.beta)
        let posterior = batch.posterior
        let (latent, columns) = (posterior.latent, posterior.columns)
        let prior = batch.drawPrior()
        let kernel = SlicedDistanceKernel(
            latent: latent, items: batch.items, columns: columns, slices: slices, source: batch.noise.derived(1))
        let gradient = batch.gradients?.sample(columns: columns)
        let distance = kernel.evaluate(
            sample: posterior.sample, prior: prior.draws, gradient: gradient,
            work: prior.rest)
        gradient?.scale(by: Float(weight))
        let (divergence, sum) = (batch.divergence, Double(batch.items) * distance)
        return RegulariserLoss(
            terms: SIMD4(divergence, sum, 0, 0), loss: batch.beta * divergence + weight * sum)
    }
}
