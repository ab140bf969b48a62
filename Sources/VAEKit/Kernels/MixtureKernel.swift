import Threads

/// How likely draws are under a mixture of normals with diagonal covariances, log p(z) = log Σ_k w_k N(z; mean_k, variance_k),
/// and the way back. Limited by arithmetic: columns × components × coordinates.
///
/// Components go four at a time. Pieces are of columns, on the way back to the moments of components: each has its sums to
/// itself, so that none depends on the number of threads.
package struct MixtureKernel {
    let components: Int
    let latent: Int
    /// Of the draws, a multiple of 16.
    let columns: Int

    /// Components that are done at a time.
    private static let group = 4
    private static let logTwoPi: Float = 1.837_877_1

    package init(components: Int, latent: Int, columns: Int) {
        (self.components, self.latent, self.columns) = (components, latent, columns)
    }

    private var groups: Int { (components + Self.group - 1) / Self.group }
    /// A group's means and precisions, coordinate by coordinate, and the constants of its components.
    private var groupSize: Int { (2 * latent + 1) * Self.group }
    /// Numbers of a table.
    package var tableCount: Int { groups * groupSize }
    /// Numbers that `logDensities` keeps for the way back.
    package var partsCount: Int { groups * Self.group * columns }

    /// Lays out what there is to know of the components as the loops below read it.
    ///
    /// - Parameters:
    ///   - mean, logVariance: latent × width.
    ///   - logWeights: of the components, up to a constant; nil where all weigh the same.
    package func fill(
        _ table: MutableTensor, mean: Tensor, logVariance: Tensor, width: Int, logWeights: Tensor?, team: ThreadTeam
    ) {
        let (to, means, logVariances) = (table.pointer, mean.pointer, logVariance.pointer)
        let total = logWeights.map { logSum($0) } ?? Scalar.log(Float(components))
        team.forEachRange(of: groups * Self.group, grain: 16) { range in
            for component in range {
                let place = to + component / Self.group * groupSize + component % Self.group
                // What fills up the last group has no weight.
                let isReal = component < components
                var constant = isReal ? (logWeights?[component] ?? 0) - total : -1e30
                for row in 0..<latent {
                    let at = row * width + component
                    place[2 * row * Self.group] = isReal ? means[at] : 0
                    place[(2 * row + 1) * Self.group] = isReal ? Scalar.exp(-logVariances[at]) : 0
                    if isReal { constant -= 0.5 * (logVariances[at] + Self.logTwoPi) }
                }
                place[2 * latent * Self.group] = constant
            }
        }
    }

    private func logSum(_ values: Tensor) -> Float {
        let largest = (0..<components).reduce(-Float.infinity) { max($0, values[$1]) }
        return largest + Scalar.log((0..<components).reduce(0) { $0 + Scalar.exp(values[$1] - largest) })
    }

    /// - Parameters:
    ///   - sample: latent × columns.
    ///   - parts: room for `partsCount` numbers, overwritten: log w_k N(z; mean_k, variance_k).
    ///   - densities: log p(z) of each column, overwritten.
    package func logDensities(
        of sample: Tensor, table: Tensor, parts: MutableTensor, densities: MutableTensor, team: ThreadTeam
    ) {
        let (z, table, parts, densities) = (sample.pointer, table.pointer, parts.pointer, densities.pointer)
        team.forEachRange(of: columns / Tensor.lanes, grain: 1) { range in
            for column in range.vectorPlaces {
                var largest = Vector(repeating: -.infinity)
                for number in 0..<groups {
                    let own = partsOf(table + number * groupSize, z + column)
                    for place in 0..<Self.group {
                        let part = own[place]
                        largest = maximum(largest, part)
                        storeVector(part, parts + (number * Self.group + place) * columns + column)
                    }
                }
                var sum = Vector.zero
                for component in 0..<components {
                    sum += exp(loadVector(parts + component * columns + column) - largest)
                }
                storeVector(largest + log(sum), densities + column)
            }
        }
    }

    /// Four vectors, one for each component of a group.
    private struct Four {
        var a = Vector.zero
        var b = Vector.zero
        var c = Vector.zero
        var d = Vector.zero

        @inline(__always)
        subscript(place: Int) -> Vector {
            switch place {
            case 0: a
            case 1: b
            case 2: c
            default: d
            }
        }
    }

    /// What a group's components make of sixteen draws.
    @inline(__always)
    private func partsOf(_ group: UnsafePointer<Float>, _ z: UnsafePointer<Float>) -> Four {
        var sums = Four()
        var place = group
        for row in 0..<latent {
            let value = loadVector(z + row * columns)
            sums.a = square(value, place[0], place[4], sums.a)
            sums.b = square(value, place[1], place[5], sums.b)
            sums.c = square(value, place[2], place[6], sums.c)
            sums.d = square(value, place[3], place[7], sums.d)
            place += 2 * Self.group
        }
        let factor = Vector(repeating: -0.5)
        return Four(
            a: fma(sums.a, factor, place[0]), b: fma(sums.b, factor, place[1]), c: fma(sums.c, factor, place[2]),
            d: fma(sums.d, factor, place[3]))
    }

    /// sum + (z − mean)² · precision.
    @inline(__always)
    private func square(_ z: Vector, _ mean: Float, _ precision: Float, _ sum: Vector) -> Vector {
        let difference = z - mean
        return fma(difference * precision, difference, sum)
    }

    /// Turns the parts of `logDensities` into each component's share of each draw's density, times the draw's weight.
    package func fillShares(_ parts: MutableTensor, densities: Tensor, weights: Tensor, team: ThreadTeam) {
        let (parts, densities, weights) = (parts.pointer, densities.pointer, weights.pointer)
        team.forEachRange(of: groups * Self.group, grain: 4) { range in
            for component in range {
                for column in stride(from: 0, to: columns, by: Tensor.lanes) {
                    let at = parts + component * columns + column
                    let share = exp(loadVector(at) - loadVector(densities + column)) * loadVector(weights + column)
                    storeVector(component < components ? share : .zero, at)
                }
            }
        }
    }

    /// Adds the gradient of Σ weight · (−log p(z)) to that of the sample, latent × columns.
    ///
    /// - Parameter shares: see `fillShares`.
    package func addSampleGradient(
        sample: Tensor, table: Tensor, shares: Tensor, to gradient: MutableTensor, team: ThreadTeam
    ) {
        let (z, table, shares, gradient) = (sample.pointer, table.pointer, shares.pointer, gradient.pointer)
        team.forEachRange(of: columns / Tensor.lanes, grain: 1) { range in
            for column in range.vectorPlaces {
                for number in 0..<groups {
                    let first = shares + number * Self.group * columns + column
                    let own = Four(
                        a: loadVector(first), b: loadVector(first + columns), c: loadVector(first + 2 * columns),
                        d: loadVector(first + 3 * columns))
                    addSampleGradient(table + number * groupSize, own, z + column, to: gradient + column)
                }
            }
        }
    }

    @inline(__always)
    private func addSampleGradient(
        _ group: UnsafePointer<Float>, _ shares: Four, _ z: UnsafePointer<Float>,
        to gradient: UnsafeMutablePointer<Float>
    ) {
        for row in 0..<latent {
            let place = group + 2 * row * Self.group
            let value = loadVector(z + row * columns)
            var sum = loadVector(gradient + row * columns)
            sum = fma(shares.a * place[4], value - place[0], sum)
            sum = fma(shares.b * place[5], value - place[1], sum)
            sum = fma(shares.c * place[6], value - place[2], sum)
            sum = fma(shares.d * place[7], value - place[3], sum)
            storeVector(sum, gradient + row * columns)
        }
    }

    /// The gradients of Σ weight · (−log p(z)) for the components.
    package struct Gradients {
        /// Latent × width, overwritten but for the columns that pad them.
        let mean: MutableTensor
        let logVariance: MutableTensor
        /// Of the components' logarithms of weights, where these are learnt.
        let logWeights: MutableTensor?
        let width: Int

        package init(mean: MutableTensor, logVariance: MutableTensor, logWeights: MutableTensor?, width: Int) {
            (self.mean, self.logVariance, self.logWeights, self.width) = (mean, logVariance, logWeights, width)
        }
    }

    /// - Parameters:
    ///   - shares: see `fillShares`.
    ///   - weights: of the draws; the same as there.
    ///   - logWeights: the components' own, where they are learnt.
    package func fill(
        _ gradients: Gradients, sample: Tensor, table: Tensor, shares: Tensor, weights: Tensor, logWeights: Tensor?,
        team: ThreadTeam
    ) {
        let (z, table, shares) = (sample.pointer, table.pointer, shares.pointer)
        let (means, logVariances) = (gradients.mean.pointer, gradients.logVariance.pointer)
        team.forEachRange(of: components, grain: 1) { range in
            for component in range {
                let place = table + component / Self.group * groupSize + component % Self.group
                let own = shares + component * columns
                for row in 0..<latent {
                    let (mean, precision) = (place[2 * row * Self.group], place[(2 * row + 1) * Self.group])
                    let sums = moments(of: z + row * columns, own, mean: mean)
                    means[row * gradients.width + component] = -precision * sums.first
                    logVariances[row * gradients.width + component] = 0.5 * (sums.share - precision * sums.second)
                }
            }
        }
        guard let logWeights, let target = gradients.logWeights else { return }
        fillLogWeights(target, shares: shares, weights: weights, logWeights: logWeights)
    }

    /// Σ share, Σ share · (z − mean) and Σ share · (z − mean)² of a coordinate.
    @inline(__always)
    private func moments(
        of z: UnsafePointer<Float>, _ shares: UnsafePointer<Float>, mean: Float
    ) -> (share: Float, first: Float, second: Float) {
        var (total, first, second) = (Vector.zero, Vector.zero, Vector.zero)
        for column in stride(from: 0, to: columns, by: Tensor.lanes) {
            let share = loadVector(shares + column)
            let difference = loadVector(z + column) - mean
            let product = share * difference
            total += share
            first += product
            second = fma(product, difference, second)
        }
        return (total.sum(), first.sum(), second.sum())
    }

    /// The weights are a softmax, so that what one component gains the others lose.
    private func fillLogWeights(
        _ target: MutableTensor, shares: UnsafePointer<Float>, weights: Tensor, logWeights: Tensor
    ) {
        let total = logSum(logWeights)
        let all = (0..<columns).reduce(Float(0)) { $0 + weights[$1] }
        for component in 0..<components {
            var sum = Vector.zero
            for column in stride(from: 0, to: columns, by: Tensor.lanes) {
                sum += loadVector(shares + component * columns + column)
            }
            target[component] = all * Scalar.exp(logWeights[component] - total) - sum.sum()
        }
    }
}
