/// The share of votes from which the factor that was held comes out right.
public struct HeldFactorAccuracy: Sendable, Equatable {
    /// Of the votes that were learnt from.
    public let training: Double
    /// Of others: the score.
    public let evaluation: Double

    public init(training: Double, evaluation: Double) { (self.training, self.evaluation) = (training, evaluation) }
}
