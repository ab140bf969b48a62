import TensorStreams

/// Which items a predictor learns from, and which it is tried on.
public struct Split: Sendable, Equatable {
    public let train: [Int]
    public let test: [Int]

    public init(train: [Int], test: [Int]) { (self.train, self.test) = (train, test) }

    /// Draws both from `items` at random, no item twice. Where there are fewer than both, a third is for trying.
    public init(of items: Int, train: Int, test: Int, seed: UInt64) {
        var random = RandomSource(seed: seed, stream: DrawnStream.split.rawValue)
        let order = random.permutation(items)
        let enough = train <= items && test <= items - train
        let first = enough ? train : max(1, items - max(1, items / 3))
        let last = enough ? train + test : items
        (self.train, self.test) = (Array(order[..<first]), Array(order[first..<last]))
    }
}

/// What random numbers of one seed are drawn for, each use from a stream of its own.
enum DrawnStream: UInt64 {
    case split = 1
    case samples, trees
    case training, evaluation
}
