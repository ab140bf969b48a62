import COpenBLAS

/// The eigenvalues and eigenvectors of a symmetric matrix, largest eigenvalue first (LAPACK's `dsyevd`, divide and
/// conquer: Gu & Eisenstat 1995).
struct SymmetricEigen {
    private(set) var values: [Double]
    /// One eigenvector after another, each of length 1.
    private(set) var vectors: [Double]

    /// Decomposes `order × order` values of which only the lower triangle, in column-major order, is read.
    /// Throws `EmbeddingError` when the iteration does not converge, as with values that are not finite.
    init(_ matrix: [Double], order: Int) throws {
        var vectors = matrix
        var values = [Double](repeating: 0, count: order)
        var sizes = (work: 0.0, integers: Int32(0))
        var information: Int32 = 0
        var (size, query) = (Int32(order), Int32(-1))
        dsyevd_("V", "L", &size, &vectors, &size, &values, &sizes.work, &query, &sizes.integers, &query, &information)
        var (workSize, integersSize) = (Int32(sizes.work), sizes.integers)
        var work = [Double](repeating: 0, count: Int(workSize))
        var integers = [Int32](repeating: 0, count: Int(integersSize))
        dsyevd_(
            "V", "L", &size, &vectors, &size, &values, &work, &workSize, &integers, &integersSize, &information)
        guard information == 0 else { throw EmbeddingError.noConvergence }
        self.values = values.reversed()
        self.vectors = (0..<order).reversed().flatMap { vectors[$0 * order..<($0 + 1) * order] }
    }
}
