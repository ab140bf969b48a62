/// `capacity NATS [from A] [epochs E|steps S]`: beta · |kl − C|, where C goes from A nats, 0 where nothing is said, to so many
/// in the first E epochs or S steps, 10 epochs where nothing is said (Burgess et al. 2018, equation 8).
struct Capacity: Regulariser {
    static let name = "capacity"
    let terms = ["kl"]
    let first: Double
    let last: Double
    let span: Span

    /// What the way from the first capacity to the last takes.
    enum Span: Sendable {
        case epochs(Double)
        case steps(Int)
    }

    init(_ words: inout ObjectiveWords) throws(NetworkError) {
        last = try words.number("how many nats", in: 0...1e6)
        first = try words.option("from", in: 0...1e6) ?? 0
        if let steps = try words.count("steps", in: 1...Int(Int32.max)) {
            span = .steps(steps)
        } else {
            span = .epochs(try words.option("epochs", in: 0...1e6) ?? 10)
        }
    }

    var description: String {
        let beginning = first == 0 ? "" : " from \(ObjectiveWords.text(first))"
        let end =
            switch span {
            case .epochs(let epochs): "epochs \(ObjectiveWords.text(epochs))"
            case .steps(let steps): "steps \(steps)"
            }
        return "capacity \(ObjectiveWords.text(last))\(beginning) \(end)"
    }

    /// There is no way to go where the last capacity is the first too.
    var countsEpochs: Bool {
        if case .epochs(let epochs) = span { epochs > 0 && first != last } else { false }
    }

    /// C, when a run has come so far.
    private func target(_ progress: RunProgress) -> Double {
        let part =
            switch span {
            case .epochs(let epochs): epochs > 0 ? min(1, progress.epochs / epochs) : 1
            case .steps(let steps): min(1, progress.steps / Double(steps))
            }
        return first + (last - first) * part
    }

    func evaluate(_ batch: LatentBatch) -> RegulariserLoss {
        let divergence = batch.divergence
        let excess = divergence - target(batch.progress) * Double(batch.items)
        batch.gradients?.begin(divergenceFactor: excess < 0 ? -batch.beta : batch.beta)
        return RegulariserLoss(terms: SIMD4(divergence, 0, 0, 0), loss: batch.beta * abs(excess))
    }
}
