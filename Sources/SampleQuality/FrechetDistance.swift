import COpenBLAS
import LinearAlgebra

/// The Fréchet distance of two normal distributions, |m₁ − m₂|² + tr(S₁ + S₂ − 2 (S₁S₂)^½) (Dowson & Landau 1982): of the
/// features of real and generated images, the Fréchet inception distance (Heusel et al. 2017, equation 6).
public enum FrechetDistance {
    /// The distance of the normals with these means and covariances; each is of two vectors at least.
    ///
    /// (S₁S₂)^½ has the eigenvalues of (BS₂Bᵀ)^½, where B = Λ^½Vᵀ comes from S₁ = VΛVᵀ: a symmetric matrix, whose roots
    /// are real. Covariances of few vectors are singular; eigenvalues that rounding puts below zero count as zero.
    ///
    /// - Throws: `EigenError` where the numbers are too large to square and sum.
    public static func between(_ first: FeatureStatistics, _ second: FeatureStatistics) throws(EigenError) -> Double {
        precondition(first.width == second.width, "features of one kind")
        let width = first.width
        let (own, other) = (first.covariance, second.covariance)
        guard [first.mean, second.mean, own, other].allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
            throw EigenError()
        }
        let eigen = try SymmetricEigen(own, order: width)
        // Eigenvectors times the roots of their eigenvalues, one after another: Bᵀ in column-major order.
        var factor = eigen.vectors
        for index in factor.indices { factor[index] *= max(0, eigen.values[index / width]).squareRoot() }
        let roots = try SymmetricEigen(product(factor, other, width), order: width, wantsVectors: false)
        let distance = zip(first.mean, second.mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let traces = (0..<width).reduce(0) { $0 + own[$1 * (width + 1)] + other[$1 * (width + 1)] }
        return max(0, distance + traces - 2 * roots.values.reduce(0) { $0 + max(0, $1).squareRoot() })
    }

    /// factorᵀ · matrix · factor, where only the lower triangle of the matrix is read; all in column-major order.
    private static func product(_ factor: [Double], _ matrix: [Double], _ width: Int) -> [Double] {
        let size = Int32(width)
        var half = [Double](repeating: 0, count: width * width)
        cblas_dsymm(
            CblasColMajor, CblasLeft, CblasLower, size, size, 1, matrix, size, factor, size, 0, &half, size)
        var whole = [Double](repeating: 0, count: width * width)
        cblas_dgemm(
            CblasColMajor, CblasTrans, CblasNoTrans, size, size, size, 1, factor, size, half, size, 0, &whole, size)
        return whole
    }
}
