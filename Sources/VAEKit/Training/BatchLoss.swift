/// The loss of some items, in nats per image: sums over the items, so that batches of different sizes add up.
public struct BatchLoss: Equatable, Sendable {
    public var items = 0
    /// Sum of the reconstruction losses, each summed over the image's values.
    public var recon = 0.0
    /// Sum of the KL divergences.
    public var kl = 0.0
    /// Sum of recon + beta · kl.
    public var loss = 0.0

    public init() {}

    public static func += (sum: inout BatchLoss, batch: BatchLoss) {
        sum.items += batch.items
        sum.recon += batch.recon
        sum.kl += batch.kl
        sum.loss += batch.loss
    }

    /// Means over the items.
    public var mean: (loss: Double, recon: Double, kl: Double) {
        let count = Double(max(items, 1))
        return (loss / count, recon / count, kl / count)
    }

    /// The term whose mean is not finite as the log writes it, if any.
    public var brokenTerm: String? {
        [("recon", mean.recon), ("kl", mean.kl), ("loss", mean.loss)].first { !Float($0.1).isFinite }?.0
    }
}
