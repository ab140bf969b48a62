/// `contractive [weight W] [step S]`: beta · kl + W · the squared Frobenius norm of the Jacobian of an image's latent means for
/// its values (Rifai et al. 2011).
///
/// The norm is estimated: where each number of u is 1 or −1 at random, |f(x + S · u) − f(x)|² / S² is that norm in the mean,
/// but for O(S²) (Hutchinson 1990). There is one u for each image and step. W is 0.1 and S 0.01 where nothing is said.
struct Contraction: Regulariser {
    static let name = "contractive"
    let terms = ["kl", "contraction"]
    let suitsPlain = true
    let weight: Double
    let step: Double

    init(_ words: inout ObjectiveWords) throws(NetworkError) {
        weight = try words.option("weight", in: 0...1e9) ?? 0.1
        // Of a shorter step, the rounding of floats would be much of the difference.
        step = try words.option("step", in: 1e-3...1) ?? 0.01
    }

    var description: String { "contractive weight \(ObjectiveWords.text(weight)) step \(ObjectiveWords.text(step))" }
    var probeStep: Double? { step }

    func evaluate(_ batch: LatentBatch) -> RegulariserLoss {
        guard let moved = batch.moved else { preconditionFailure("the moved images have been through the encoder") }
        batch.gradients?.begin(divergenceFactor: batch.beta)
        moved.gradients?.begin(divergenceFactor: 0)
        let (latent, columns) = (batch.posterior.latent, batch.posterior.columns)
        let (means, movedMeans) = (batch.posterior.mean, moved.posterior.mean)
        let gradient = batch.gradients?.meanAlone(columns: columns)
        let movedGradient = moved.gradients?.meanAlone(columns: columns)
        let share = Float(2 * weight / (step * step * Double(batch.total)))
        var sum = 0.0
        for row in 0..<latent {
            for column in 0..<columns {
                let at = row * columns + column
                let change = column < batch.items ? movedMeans[at] - means[at] : 0
                sum += Double(change) * Double(change)
                gradient?[at] = -share * change
                movedGradient?[at] = share * change
            }
        }
        let (divergence, contraction) = (batch.divergence, sum / (step * step))
        return RegulariserLoss(
            terms: SIMD4(divergence, contraction, 0, 0), loss: batch.beta * divergence + weight * contraction)
    }
}
