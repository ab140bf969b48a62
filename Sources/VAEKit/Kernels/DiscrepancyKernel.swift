import Threads

/// The maximum mean discrepancy of two samples of the same size, latent × columns each (Gretton et al. 2012, equation 3: the
/// unbiased estimate, without the pairs of a point with itself).
///
/// The kernel function is a sum over scales of the latent space: C = 2 · latent · s, the mean squared distance of two
/// draws from the prior times s (Tolstikhin et al. 2018, section 4). Limited by arithmetic: items² × coordinates.
package struct DiscrepancyKernel {
    let latent: Int
    let items: Int
    let columns: Int
    let function: Function

    package enum Function: String, CaseIterable, Sendable {
        /// Inverse multiquadratics, C / (C + |x − y|²).
        case imq
        /// Gaussians, exp(−|x − y|² / C).
        case rbf
    }

    package init(latent: Int, items: Int, columns: Int, function: Function) {
        (self.latent, self.items, self.columns, self.function) = (latent, items, columns, function)
    }

    private static let scales: [Float] = [0.1, 0.2, 0.5, 1, 2, 5, 10]

    /// Puts the gradient for `sample` in `gradient` where that is given.
    ///
    /// - Parameter work: room for a number for each column.
    /// - Returns: the discrepancy; 0 of a single item, which has no pairs.
    package func evaluate(
        sample: Tensor, prior: Tensor, gradient: MutableTensor?, work: MutableTensor, team: ThreadTeam
    ) -> Double {
        gradient?.fill(0)
        guard items > 1 else { return 0 }
        let within = 1 / (Float(items) * Float(items - 1))
        let across = -2 / (Float(items) * Float(items))
        let own = Pairs(first: sample, second: sample, isDistinct: true, factor: within)
        let prior = Pairs(first: prior, second: prior, isDistinct: true, factor: within)
        let crossed = Pairs(first: sample, second: prior.first, isDistinct: false, factor: across)
        // Each pair within the sample pulls at both of its points.
        return sum(own, gradient: gradient, pull: 2 * within, work, team)
            + sum(prior, gradient: nil, pull: 0, work, team)
            + sum(crossed, gradient: gradient, pull: across, work, team)
    }

    /// Pairs of points, and the factor on the sum over them.
    private struct Pairs {
        let first: Tensor
        let second: Tensor
        /// Whether a point is no partner of its own.
        let isDistinct: Bool
        let factor: Float
    }

    /// The sum over pairs; adds its gradient for the first of each, with the factor `pull`.
    private func sum(
        _ pairs: Pairs, gradient: MutableTensor?, pull: Float, _ work: MutableTensor, _ team: ThreadTeam
    ) -> Double {
        let (x, y, target, sums) = (pairs.first.pointer, pairs.second.pointer, gradient?.pointer, work.pointer)
        team.forEachRange(of: items) { range in
            for item in range {
                var total = Vector.zero
                for column in stride(from: 0, to: columns, by: Tensor.lanes) {
                    let partners = mask(column, without: pairs.isDistinct ? item : nil)
                    let (value, slope) = kernel(distance(x, item, y, column))
                    total += value * partners
                    if let target { add(2 * pull * slope * partners, x, item, y, column, to: target) }
                }
                sums[item] = total.sum()
            }
        }
        return Double(pairs.factor) * (0..<items).reduce(0) { $0 + Double(sums[$1]) }
    }

    /// Ones for the items from `column` on but one of them, zeros for columns that pad the batch.
    private func mask(_ column: Int, without item: Int?) -> Vector {
        var mask = Vector.zero
        for lane in 0..<Tensor.lanes where column + lane < items && column + lane != item { mask[lane] = 1 }
        return mask
    }

    @inline(__always)
    private func distance(_ x: UnsafePointer<Float>, _ item: Int, _ y: UnsafePointer<Float>, _ column: Int) -> Vector {
        var distance = Vector.zero
        for row in 0..<latent {
            let difference = Vector(repeating: x[row * columns + item]) - loadVector(y + row * columns + column)
            distance = fma(difference, difference, distance)
        }
        return distance
    }

    @inline(__always)
    private func add(
        _ pull: Vector, _ x: UnsafePointer<Float>, _ item: Int, _ y: UnsafePointer<Float>, _ column: Int,
        to gradient: UnsafeMutablePointer<Float>
    ) {
        for row in 0..<latent {
            let difference = Vector(repeating: x[row * columns + item]) - loadVector(y + row * columns + column)
            gradient[row * columns + item] += (pull * difference).sum()
        }
    }

    /// The kernel function of a squared distance, and its derivative for that.
    @inline(__always)
    private func kernel(_ distance: Vector) -> (value: Vector, slope: Vector) {
        var (value, slope) = (Vector.zero, Vector.zero)
        for scale in Self.scales {
            let width = 2 * Float(latent) * scale
            switch function {
            case .imq:
                let share = width / (width + distance)
                value += share
                slope -= share * share / width
            case .rbf:
                let share = exp(-distance / width)
                value += share
                slope -= share / width
            }
        }
        return (value, slope)
    }
}
