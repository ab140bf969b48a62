import Glibc

/// A normal distribution of several coordinates with a full covariance.
public struct Gaussian: Equatable, Sendable {
    public let mean: [Double]
    /// `width × width`, symmetric.
    public let covariance: [Double]
    /// The lower triangular factor of the covariance, and its inverse.
    private let factor: LowerTriangle
    let whitening: LowerTriangle
    /// The logarithm of the density at the mean.
    let logPeak: Double

    /// Nil where the covariance is not positive definite or a number is not finite.
    public init?(mean: [Double], covariance: [Double]) {
        let width = mean.count
        precondition(covariance.count == width * width, "a covariance is as wide and as high as the mean")
        guard mean.allSatisfy(\.isFinite), let factor = LowerTriangle(factorOf: covariance, order: width) else {
            return nil
        }
        (self.mean, self.covariance, self.factor) = (mean, covariance, factor)
        whitening = factor.inverse
        logPeak = -0.5 * Double(width) * log(2 * Double.pi) - factor.logDeterminant
    }

    public var width: Int { mean.count }

    /// What becomes of as many independent standard normal numbers as it is wide.
    public func draw(_ normals: [Double]) -> [Double] { zip(mean, factor.times(normals)).map { $0 + $1 } }

    /// The logarithms of the densities of sixteen rows, coordinate by coordinate, in nats.
    ///
    /// - Parameter offsets: room for a coordinate each.
    func logDensities(of rows: UnsafePointer<RowLanes>, offsets: UnsafeMutablePointer<RowLanes>) -> RowLanes {
        var squares = RowLanes.zero
        mean.withUnsafeBufferPointer { mean in
            whitening.values.withUnsafeBufferPointer { whitening in
                for column in 0..<mean.count { offsets[column] = rows[column] - mean[column] }
                for row in 0..<mean.count {
                    // Two sums, so that one need not wait for the other.
                    var (even, odd) = (RowLanes.zero, RowLanes.zero)
                    let factors = whitening.baseAddress! + row * mean.count
                    for column in Swift.stride(from: 0, to: row, by: 2) {
                        even.add(offsets[column], times: RowLanes(repeating: factors[column]))
                        odd.add(offsets[column + 1], times: RowLanes(repeating: factors[column + 1]))
                    }
                    if row % 2 == 0 { even.add(offsets[row], times: RowLanes(repeating: factors[row])) }
                    let sum = even + odd
                    squares.add(sum, times: sum)
                }
            }
        }
        return logPeak - 0.5 * squares
    }
}
