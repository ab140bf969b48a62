/// `free-bits NATS`: beta · Σ max(NATS, kl of a coordinate), each coordinate's divergence averaged over the batch first, so
/// that a coordinate may carry so many nats at no cost (Kingma et al. 2016, equation 15).
struct FreeBits: Regulariser {
    static let name = "free-bits"
    let comparesItems = true
    let terms = ["kl"]
    let nats: Double

    init(_ words: inout ObjectiveWords) throws(NetworkError) { nats = try words.number("how many nats", in: 0...1e6) }

    var description: String { "free-bits \(ObjectiveWords.text(nats))" }

    func workCount(latent: Int, columns: Int) -> Int { latent }

    func evaluate(_ batch: LatentBatch) -> RegulariserLoss {
        batch.gradients?.begin(divergenceFactor: batch.beta)
        let means = batch.work[0..<batch.posterior.latent]
        batch.posterior.fillCoordinateDivergences(means, shares: batch.shares)
        var (divergence, charged) = (0.0, 0.0)
        for coordinate in 0..<means.count {
            let mean = Double(means[coordinate])
            divergence += mean
            charged += max(nats, mean)
            if mean < nats { batch.gradients?.divergenceFactors[coordinate] = 0 }
        }
        let count = Double(batch.items)
        return RegulariserLoss(terms: SIMD4(divergence * count, 0, 0, 0), loss: batch.beta * charged * count)
    }
}
