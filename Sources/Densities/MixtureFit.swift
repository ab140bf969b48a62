import Glibc
import Threads

/// A mixture fitted to rows by expectation maximisation (Dempster, Laird & Rubin 1977), and how well it fits them.
public struct MixtureFit: Sendable {
    public private(set) var mixture: GaussianMixture
    /// The mean over the rows of the logarithm of the density, in nats.
    public private(set) var meanLogDensity = -Double.infinity
    public private(set) var iterations = 0
    private let rows: Int

    /// Of an iteration less is gained than this, in nats per row: the end.
    private static let tolerance = 1e-5

    /// Fits as many components as there are clusters, none of which is empty.
    ///
    /// - Parameters:
    ///   - rows: `rows × width`, row-major, finite.
    ///   - clusters: which cluster each row begins in, from 0.
    ///   - floor: what is added to each variance, above 0, so that no component shrinks to a point.
    /// - Throws: `DensityError` where numbers are too large, or so far apart that the floor vanishes beside them.
    public init(
        _ rows: [Float], width: Int, clusters: [Int32], floor: Double, iterations limit: Int = 500, team: ThreadTeam
    ) throws(DensityError) {
        let components = Int(clusters.max() ?? 0) + 1
        let rows = RowBlocks(rows, width: width)
        self.rows = rows.rows
        var shares = Shares(clusters, components: components)
        mixture = try Moments.mixture(of: rows, shares, floor: floor, team: team)
        while iterations < limit {
            let before = meanLogDensity
            meanLogDensity = shares.update(mixture, rows, team: team)
            guard meanLogDensity.isFinite else { throw .overflow }
            if components == 1 || meanLogDensity - before < Self.tolerance { return }
            mixture = try Moments.mixture(of: rows, shares, floor: floor, team: team)
            iterations += 1
        }
        meanLogDensity = shares.update(mixture, rows, team: team)
    }

    /// The Bayesian information criterion (Schwarz 1978): the lower the better.
    public var bic: Double {
        let (width, components) = (mixture.width, mixture.components.count)
        let numbers = components * (width + width * (width + 1) / 2) + components - 1
        return Double(numbers) * log(Double(rows)) - 2 * Double(rows) * meanLogDensity
    }
}

/// How far each row belongs to each component.
struct Shares {
    let components: Int
    /// Blocks of sixteen rows.
    let blocks: Int
    /// `components × blocks`; 0 where a block has no row.
    private(set) var values: [RowLanes]

    /// Each row belongs to the component of its cluster.
    init(_ clusters: [Int32], components: Int) {
        self.components = components
        blocks = (clusters.count + 15) / 16
        values = [RowLanes](repeating: .zero, count: components * blocks)
        for (row, cluster) in clusters.enumerated() { values[Int(cluster) * blocks + row / 16][row % 16] = 1 }
    }

    /// Becomes what the mixture says of the rows. Returns the mean of the logarithms of their densities.
    mutating func update(_ mixture: GaussianMixture, _ rows: RowBlocks, team: ThreadTeam) -> Double {
        let blocks = blocks
        var totals = [Double](repeating: 0, count: blocks)
        values.withUnsafeMutableBufferPointer { values in
            totals.withUnsafeMutableBufferPointer { totals in
                let (values, totals) = (values, totals)
                mixture.forEachBlock(of: rows, team: team) { block, parts, total in
                    let present = rows.present(in: block)
                    for lane in 0..<present { totals[block] += total[lane] }
                    for number in mixture.components.indices {
                        var shares = GaussianMixture.exponentials(parts[number] - total)
                        for lane in present..<16 { shares[lane] = 0 }
                        values[number * blocks + block] = shares
                    }
                }
            }
        }
        return totals.reduce(0, +) / Double(rows.rows)
    }
}
