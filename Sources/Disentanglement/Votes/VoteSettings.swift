import TensorStreams

/// How many votes the scores of held factors take, and of how many items each.
public struct VoteSettings: Sendable {
    /// Votes that are learnt from.
    public let training: Int
    /// Votes that are tried.
    public let evaluation: Int
    /// Items, or pairs of them, of a vote.
    public let batch: Int
    public let seed: UInt64

    public init(training: Int = 10_000, evaluation: Int = 5_000, batch: Int = 64, seed: UInt64 = 0) {
        (self.training, self.evaluation, self.batch, self.seed) = (training, evaluation, batch, seed)
    }

    /// The random numbers of a vote, which depend on the seed and the vote's number alone.
    func random(_ stream: DrawnStream, vote: Int) -> RandomSource {
        RandomSource(seed: seed, stream: stream.rawValue << 32 | UInt64(vote))
    }
}
