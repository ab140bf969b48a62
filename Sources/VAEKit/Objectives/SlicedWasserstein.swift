/// `swd [slices L] [weight W]`: beta · kl + W · the sliced Wasserstein distance of the samples and as many draws from the
/// prior: along each of L random directions, both are put in order and the squares of their differences averaged (Kolouri et
/// al. 2019, equation 12). L is 50 and W 10 where nothing is said; with beta 0 it is a sliced Wasserstein autoencoder.
struct SlicedWasserstein: Regulariser {
    static let name = "swd"
    let comparesItems = true
    let terms = ["kl", "swd"]
    let suitsPlain = true
    let slices: Int
    let weight: Double

    init(_ words: inout ObjectiveWords) throws(NetworkError) {
        slices = try words.count("slices", in: 1...10_000) ?? 50
        weight = try words.option("weight", in: 0...1e9) ?? 10
    }

    var description: String { "swd slices \(slices) weight \(ObjectiveWords.text(weight))" }

    /// Draws from the prior, and the kernel's.
    func workCount(latent: Int, columns: Int) -> Int {
        latent * columns + SlicedDistanceKernel.workCount(latent: latent, columns: columns)
    }

    func evaluate(_ batch: LatentBatch) -> RegulariserLoss {
        let kernel = SlicedDistanceKernel(
            latent: batch.posterior.latent, items: batch.items, columns: batch.posterior.columns, slices: slices,
            source: batch.noise.derived(1))
        return batch.lossFromPrior(weight: weight) { sample, prior, gradient, work in
            kernel.evaluate(sample: sample, prior: prior, gradient: gradient, work: work)
        }
    }
}
