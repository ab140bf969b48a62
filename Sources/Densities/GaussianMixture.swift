import Glibc
import Threads

/// Normal distributions, each with a share.
public struct GaussianMixture: Equatable, Sendable {
    /// Above 0; their sum is 1.
    public let weights: [Double]
    /// At least one, all of one width.
    public let components: [Gaussian]

    /// - Parameter weights: shares up to a common factor, above 0.
    public init(weights: [Double], components: [Gaussian]) {
        precondition(!components.isEmpty && weights.count == components.count, "a weight for each component")
        let sum = weights.reduce(0, +)
        self.weights = weights.map { $0 / sum }
        self.components = components
    }

    public var width: Int { components[0].width }

    /// The mean of each coordinate.
    public var mean: [Double] {
        (0..<width).map { column in
            zip(weights, components).reduce(0) { $0 + $1.0 * $1.1.mean[column] }
        }
    }

    /// The standard deviation of each coordinate.
    public var deviation: [Double] {
        let mean = mean
        return (0..<width).map { column in
            zip(weights, components).reduce(0) { sum, part in
                let offset = part.1.mean[column] - mean[column]
                return sum + part.0 * (part.1.covariance[column * width + column] + offset * offset)
            }.squareRoot()
        }
    }

    /// The logarithm of the density of each row, in nats; of `rows.count / width` rows, row-major.
    public func logDensities(of rows: [Float], team: ThreadTeam) -> [Double] {
        let blocks = RowBlocks(rows, width: width)
        var densities = [Double](repeating: 0, count: blocks.rows)
        densities.withUnsafeMutableBufferPointer { densities in
            let densities = densities
            forEachBlock(of: blocks, team: team) { block, _, total in
                for lane in 0..<blocks.present(in: block) { densities[block * 16 + lane] = total[lane] }
            }
        }
        return densities
    }

    /// Calls `body`, on all threads, with the number of each block, for each component the logarithm of its share of the
    /// rows' densities, and that of their sum.
    func forEachBlock(
        of rows: RowBlocks, team: ThreadTeam, _ body: (Int, UnsafeMutablePointer<RowLanes>, RowLanes) -> Void
    ) {
        rows.lanes.withUnsafeBufferPointer { lanes in
            team.forEachRange(of: rows.count, grain: 4) { blocks in
                withUnsafeTemporaryAllocation(of: RowLanes.self, capacity: width + components.count) { room in
                    let (offsets, parts) = (room.baseAddress!, room.baseAddress! + width)
                    for block in blocks {
                        let total = logSum(of: lanes.baseAddress! + block * width, offsets, into: parts)
                        body(block, parts, total)
                    }
                }
            }
        }
    }

    /// The logarithm of the density of sixteen rows, and of each component's share in it.
    private func logSum(
        of rows: UnsafePointer<RowLanes>, _ offsets: UnsafeMutablePointer<RowLanes>,
        into parts: UnsafeMutablePointer<RowLanes>
    ) -> RowLanes {
        var largest = RowLanes(repeating: -.infinity)
        for (number, component) in components.enumerated() {
            parts[number] = log(weights[number]) + component.logDensities(of: rows, offsets: offsets)
            largest.replace(with: parts[number], where: parts[number] .> largest)
        }
        var sum = RowLanes.zero
        for number in components.indices { sum += Self.exponentials(parts[number] - largest) }
        for lane in 0..<16 { largest[lane] += log(sum[lane]) }
        return largest
    }

    static func exponentials(_ values: RowLanes) -> RowLanes {
        var result = values
        for lane in 0..<16 { result[lane] = exp(values[lane]) }
        return result
    }
}
