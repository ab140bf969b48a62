import COpenBLAS

/// Mean and covariance of feature vectors that are seen once, in memory of their width squared.
///
/// Blocks of vectors are centred about their own mean and joined to those before (Chan, Golub & LeVeque 1983), so that no
/// digits are lost where means are far from zero.
public struct FeatureStatistics: Sendable {
    public let width: Int
    /// Vectors seen.
    public private(set) var count = 0
    public private(set) var mean: [Double]
    /// Sums of the products of centred coordinates: the lower triangle, in column-major order.
    private var products: [Double]

    /// The most coordinates there may be: a distance then takes about a gigabyte.
    public static let largestWidth = 4096

    public init(width: Int) {
        precondition((1...Self.largestWidth).contains(width), "a covariance must fit in memory")
        self.width = width
        mean = [Double](repeating: 0, count: width)
        products = [Double](repeating: 0, count: width * width)
        // One thread: sums in one order, whatever machine it runs on.
        openblas_set_num_threads(1)
    }

    /// Takes in some vectors, one after another: count × width.
    public mutating func add(_ vectors: [Float]) {
        let rows = vectors.count / width
        guard rows > 0 else { return }
        var centre = [Double](repeating: 0, count: width)
        for row in 0..<rows {
            for column in 0..<width { centre[column] += Double(vectors[row * width + column]) }
        }
        for column in 0..<width { centre[column] /= Double(rows) }
        var centred = [Double](repeating: 0, count: rows * width)
        for row in 0..<rows {
            for column in 0..<width {
                centred[row * width + column] = Double(vectors[row * width + column]) - centre[column]
            }
        }
        let size = Int32(width)
        cblas_dsyrk(
            CblasColMajor, CblasLower, CblasNoTrans, size, Int32(rows), 1, centred, size, 1, &products, size)

        let step = zip(centre, mean).map { $0 - $1 }
        let share = Double(rows) / Double(count + rows)
        cblas_dsyr(CblasColMajor, CblasLower, size, share * Double(count), step, 1, &products, size)
        for column in 0..<width { mean[column] += share * step[column] }
        count += rows
    }

    /// The covariance over `count − 1`: all of it, where the lower triangle in column-major order alone holds numbers.
    public var covariance: [Double] {
        precondition(count > 1, "one vector has no covariance")
        return products.map { $0 / Double(count - 1) }
    }
}
