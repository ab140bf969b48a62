/// The loss of some items, in nats per image, and how many were classified right: sums over the items, so that batches of
/// different sizes add up.
public struct ClassifierLoss: Equatable, Sendable {
    public var items = 0
    /// Sum of the cross-entropies.
    public var loss = 0.0
    /// Items whose most likely class is their label.
    public var correct = 0

    public init() {}

    public static func += (sum: inout ClassifierLoss, batch: ClassifierLoss) {
        sum.items += batch.items
        sum.loss += batch.loss
        sum.correct += batch.correct
    }

    /// The mean loss, and the part that was classified right.
    public var mean: (loss: Double, accuracy: Double) {
        let count = Double(max(items, 1))
        return (loss / count, Double(correct) / count)
    }
}
