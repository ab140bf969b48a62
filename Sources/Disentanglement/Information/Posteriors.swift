/// Normal posteriors of items, with diagonal covariances.
public struct Posteriors: Sendable {
    /// For each coordinate, the means of the items.
    public let means: [[Double]]
    /// For each coordinate, the natural logarithms of the items' variances.
    public let logVariances: [[Double]]

    public init(means: [[Double]], logVariances: [[Double]]) {
        precondition(means.count == logVariances.count, "a variance for every mean")
        (self.means, self.logVariances) = (means, logVariances)
    }
}
