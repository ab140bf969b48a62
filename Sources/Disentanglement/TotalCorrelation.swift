import Glibc

/// The total correlation of the latents as if they were jointly normal: KL(N(m, S) ‖ Π N(m_j, S_jj)) =
/// ½ (Σ log S_jj − log det S), in nats (Watanabe 1960). 0 is reached where no two coordinates are correlated.
public enum TotalCorrelation {
    /// Coordinates that are constant go with none and are left out; nil where others depend on each other linearly, and the
    /// correlation is infinite.
    public static func ofNormal(_ latents: [[Double]]) -> Double? {
        let standard = latents.compactMap { Standardised($0)?.values }
        let count = Double(latents[0].count)
        var factor = standard.map { row in
            standard.map { other in zip(row, other).reduce(0) { $0 + $1.0 * $1.1 } / count }
        }
        // Of correlations, Σ log S_jj is 0.
        return Cholesky.logDeterminant(&factor).map { max(0, -0.5 * $0) }
    }
}

/// The decomposition S = L Lᵀ of a symmetric matrix (Golub & Van Loan, 4.2).
private enum Cholesky {
    /// The logarithm of the determinant; nil where a pivot is lost in rounding. The lower triangle becomes L.
    static func logDeterminant(_ matrix: inout [[Double]]) -> Double? {
        var sum = 0.0
        for column in matrix.indices {
            for row in column..<matrix.count {
                for before in 0..<column { matrix[row][column] -= matrix[row][before] * matrix[column][before] }
            }
            let pivot = matrix[column][column]
            guard pivot > 1e-12 else { return nil }
            sum += log(pivot)
            for row in column..<matrix.count { matrix[row][column] /= pivot.squareRoot() }
        }
        return sum
    }
}
