import COpenBLAS
import LinearAlgebra

/// The directions along which points vary most (K. Pearson 1901): eigenvectors of the covariance, each of length 1, the
/// largest of its loadings positive, so that the same points always give the same picture.
public struct PrincipalComponents: Sendable {
    /// Components found.
    public let count: Int
    /// The centre of the points.
    public let mean: [Double]
    /// Variance along each component, largest first (the sum of squares over `points − 1`).
    public let variances: [Double]
    /// The sum of the variances along all directions.
    public let totalVariance: Double
    /// `count × width`, a component after another.
    public let components: [Double]

    /// Finds the first `count` components, at most as many as the points are wide. Throws `EmbeddingError` or `EigenError`.
    public init(of points: Points, count: Int) throws {
        precondition(count >= 0 && count <= points.width, "no more components than coordinates")
        // One thread: sums in one order, whatever machine it runs on.
        openblas_set_num_threads(1)
        let width = points.width
        let mean = points.mean
        let covariance = Self.covariance(of: points, mean: mean)
        guard covariance.allSatisfy(\.isFinite) else { throw EmbeddingError.overflow }
        let eigen = try SymmetricEigen(covariance, order: width)
        self.count = count
        self.mean = mean
        variances = eigen.values[..<count].map { max(0, $0) }
        totalVariance = eigen.values.reduce(0) { $0 + max(0, $1) }
        components = (0..<count).flatMap { Self.signed(eigen.vectors[$0 * width..<($0 + 1) * width]) }
    }

    /// Where the points lie along the components: `points × count`, row-major.
    public func scores(of points: Points) -> [Float] {
        let width = points.width
        var scores = [Float](repeating: 0, count: points.count * count)
        var centred = [Double](repeating: 0, count: Self.rows * width)
        var block = [Double](repeating: 0, count: Self.rows * count)
        guard count > 0 else { return scores }
        for first in stride(from: 0, to: points.count, by: Self.rows) {
            let rows = min(Self.rows, points.count - first)
            Self.centre(points, first: first, rows: rows, mean: mean, into: &centred)
            cblas_dgemm(
                CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(count), Int32(width), 1, centred,
                Int32(width), components, Int32(width), 0, &block, Int32(count))
            for place in 0..<rows * count { scores[first * count + place] = Float(block[place]) }
        }
        return scores
    }

    /// Points worked on at a time.
    private static let rows = 512

    /// The lower triangle, column-major.
    private static func covariance(of points: Points, mean: [Double]) -> [Double] {
        let width = points.width
        var covariance = [Double](repeating: 0, count: width * width)
        var centred = [Double](repeating: 0, count: rows * width)
        let scale = 1 / Double(max(1, points.count - 1))
        for first in stride(from: 0, to: points.count, by: rows) {
            let rows = min(rows, points.count - first)
            centre(points, first: first, rows: rows, mean: mean, into: &centred)
            cblas_dsyrk(
                CblasColMajor, CblasLower, CblasNoTrans, Int32(width), Int32(rows), scale, centred, Int32(width), 1,
                &covariance, Int32(width))
        }
        return covariance
    }

    private static func centre(_ points: Points, first: Int, rows: Int, mean: [Double], into centred: inout [Double]) {
        let width = points.width
        for row in 0..<rows {
            for column in 0..<width {
                centred[row * width + column] = Double(points.values[(first + row) * width + column]) - mean[column]
            }
        }
    }

    private static func signed(_ vector: ArraySlice<Double>) -> [Double] {
        let largest = vector.max { abs($0) < abs($1) } ?? 0
        return largest < 0 ? vector.map { -$0 } : Array(vector)
    }
}
