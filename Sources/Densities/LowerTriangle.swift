import Glibc

/// A lower triangular matrix, row-major with zeros above the diagonal.
package struct LowerTriangle: Equatable, Sendable {
    package let order: Int
    private(set) var values: [Double]

    /// The factor L of a symmetric positive definite matrix L · Lᵀ (Cholesky), of which the lower triangle is read.
    /// Nil where it is not positive definite, or has numbers that are not finite.
    ///
    /// - Parameter least: what the square of a number on the diagonal of L must exceed, not to be taken for lost in rounding.
    package init?(factorOf matrix: [Double], order: Int, least: Double = 0) {
        self.order = order
        values = [Double](repeating: 0, count: order * order)
        for row in 0..<order {
            for column in 0...row {
                var sum = matrix[row * order + column]
                for place in 0..<column { sum -= values[row * order + place] * values[column * order + place] }
                if row == column {
                    guard sum > least, sum.isFinite else { return nil }
                    values[row * order + row] = sum.squareRoot()
                } else {
                    values[row * order + column] = sum / values[column * order + column]
                }
            }
        }
    }

    /// The matrix by which this one has to be multiplied to give 1s on the diagonal, and nothing else.
    var inverse: LowerTriangle {
        var inverse = self
        for column in 0..<order {
            inverse.values[column * order + column] = 1 / values[column * order + column]
            for row in column + 1..<max(order, column + 1) {
                let sum = (column..<row).reduce(0.0) {
                    $0 + values[row * order + $1] * inverse.values[$1 * order + column]
                }
                inverse.values[row * order + column] = -sum / values[row * order + row]
            }
        }
        return inverse
    }

    /// The logarithm of the determinant.
    package var logDeterminant: Double { (0..<order).reduce(0) { $0 + log(values[$1 * order + $1]) } }

    /// Its product with a vector.
    func times(_ vector: [Double]) -> [Double] {
        (0..<order).map { row in
            (0...row).reduce(0) { $0 + values[row * order + $1] * vector[$1] }
        }
    }
}
