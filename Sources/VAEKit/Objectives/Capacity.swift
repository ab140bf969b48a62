/// `capacity NATS [epochs E]`: beta · |kl − C|, where C rises from 0 to so many nats in the first E epochs, 10 where nothing
/// is said (Burgess et al. 2018, equation 8).
struct Capacity: Regulariser {
    static let name = "capacity"
    let terms = ["kl"]
    let nats: Double
    let epochs: Double

    init(_ words: inout ObjectiveWords) throws(NetworkError) {
        nats = try words.number("how many nats", in: 0...1e6)
        epochs = try words.option("epochs", in: 0...1e6) ?? 10
    }

    var description: String { "capacity \(ObjectiveWords.text(nats)) epochs \(ObjectiveWords.text(epochs))" }

    func evaluate(_ batch: LatentBatch) -> RegulariserLoss {
        let target = epochs > 0 ? nats * min(1, batch.epoch / epochs) : nats
        let divergence = batch.divergence
        let excess = divergence - target * Double(batch.items)
        batch.gradients?.begin(divergenceFactor: excess < 0 ? -batch.beta : batch.beta)
        return RegulariserLoss(terms: SIMD4(divergence, 0, 0, 0), loss: batch.beta * abs(excess))
    }
}
