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
        let sum = batch.chargeSamples(weight: weight) { (Double(abs($0)), $0 == 0 ? 0 : $0 < 0 ? -1 : 1) }
        let divergence = batch.divergence
        return RegulariserLoss(terms: SIMD4(divergence, sum, 0, 0), loss: batch.beta * divergence + weight * sum)
    }
}
