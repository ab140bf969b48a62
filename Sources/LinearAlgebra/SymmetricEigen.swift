import COpenBLAS

/// The eigenvalues and eigenvectors of a symmetric matrix, largest eigenvalue first (LAPACK's `dsyevd`, divide and
/// conquer: Gu & Eisenstat 1995).
public struct SymmetricEigen: Sendable {
    public private(set) var values: [Double]
    /// One eigenvector after another, each of length 1; empty where they were not wanted.
    public private(set) var vectors: [Double]

    /// Decomposes `order × order` values of which only the lower triangle, in column-major order, is read.
    /// Throws `EigenError` when the iteration does not converge, as with values that are not finite.
    public init(_ matrix: [Double], order: Int, wantsVectors: Bool = true) throws(EigenError) {
        let job = wantsVectors ? "V" : "N"
        var vectors = matrix
        var values = [Double](repeating: 0, count: order)
        var sizes = (work: 0.0, integers: Int32(0))
        var information: Int32 = 0
        var (size, query) = (Int32(order), Int32(-1))
        dsyevd_(job, "L", &size, &vectors, &size, &values, &sizes.work, &query, &sizes.integers, &query, &information)
        var (workSize, integersSize) = (Int32(sizes.work), sizes.integers)
        var work = [Double](repeating: 0, count: Int(workSize))
        var integers = [Int32](repeating: 0, count: Int(integersSize))
        dsyevd_(
            job, "L", &size, &vectors, &size, &values, &work, &workSize, &integers, &integersSize, &information)
        guard information == 0 else { throw EigenError() }
        self.values = values.reversed()
        self.vectors =
            wantsVectors ? (0..<order).reversed().flatMap { vectors[$0 * order..<($0 + 1) * order] } : []
    }
}

/// The eigenvalues of a matrix were not found.
public struct EigenError: Error, Equatable, CustomStringConvertible {
    public init() {}

    public var description: String { "the eigenvalues of the covariance cannot be computed" }
}
