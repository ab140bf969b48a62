/// `sparse WEIGHT`: the sum of the absolute values of an image's latent coordinates, times the weight, beside beta · kl (Ng
/// 2011; Olshausen & Field 1996 for the penalty).
struct Sparsity: Regulariser {
    static let name = "sparse"
    let terms = ["kl", "sparsity"]
    let suitsPlain = true
    let weight: Double

    init(_ words: inout ObjectiveWords) throws(NetworkError) { weight = try words.number("a weight", in: 0...1e9) }

    var description: String { "sparse \(ObjectiveWords.text(weight))" }

    func evaluate(_ batch: LatentBatch) -> RegulariserLoss {
        batch.gradients?.begin(divergenceFactor: batch.beta)
        let posterior = batch.posterior
        let gradient = batch.gradients?.sample(columns: posterior.columns)
        let share = Float(weight / Double(batch.items))
        var sum = 0.0
        for row in 0..<posterior.latent {
            for column in 0..<posterior.columns {
                let at = row * posterior.columns + column
                let z = column < batch.items ? posterior.sample[at] : 0
                sum += Double(abs(z))
                gradient?[at] = z == 0 ? 0 : z < 0 ? -share : share
            }
        }
        let divergence = batch.divergence
        return RegulariserLoss(terms: SIMD4(divergence, sum, 0, 0), loss: batch.beta * divergence + weight * sum)
    }
}
