import TensorStreams
import Threads

/// Diagonal normal distributions, one in each column, as heads give them: 2 · latent × columns, the means of all coordinates
/// and then the logarithms of their variances. Limited by memory.
package struct GaussianKernel {
    let latent: Int
    /// A multiple of 16.
    let columns: Int

    /// ½ log 2π, which each coordinate takes off a log density.
    static let constant: Float = 0.918_938_53

    package init(latent: Int, columns: Int) { (self.latent, self.columns) = (latent, columns) }

    private var size: Int { latent * columns }

    /// Draws `sample = mean + deviation · noise` (latent × columns), the noise being `NoiseSource`'s normals.
    ///
    /// - Parameters:
    ///   - states: where each column's noise begins.
    ///   - densities: the log density of each column's draw, overwritten.
    package func draw(
        states: [UInt64], heads: Tensor, noise: MutableTensor, sample: MutableTensor, densities: MutableTensor,
        team: ThreadTeam
    ) {
        let place = Place(
            heads: heads.pointer, noise: noise.pointer, sample: sample.pointer, columns: columns, size: size)
        let densities = densities.pointer
        states.withUnsafeBufferPointer { states in
            guard let states = states.baseAddress else { return }
            sumRows(into: densities, by: 2, team) { row, column in
                let noise = NoiseSource.normals(of: Self.states(states + column, after: row / 2))
                let sum = place.draw(noise.0, row: row, column)
                return row + 1 < latent ? sum + place.draw(noise.1, row: row + 1, column) : sum
            }
        }
    }

    /// Sixteen states, so many places on.
    @inline(__always)
    private static func states(_ states: UnsafePointer<UInt64>, after places: Int) -> SIMD16<UInt64> {
        UnsafeRawPointer(states).loadUnaligned(as: SIMD16<UInt64>.self)
            &+ SIMD16(repeating: UInt64(places) &* NoiseSource.stride)
    }

    /// Log densities of sixteen columns at a time, given what each coordinate has of −2 log density but for its constant.
    ///
    /// Rows are walked through one after the other, as they lie in memory, and sums are kept in `densities`.
    ///
    /// - Parameter rows: that `term` has the sum of.
    @inline(__always)
    private func sumRows(
        into densities: UnsafeMutablePointer<Float>, by rows: Int = 1, _ team: ThreadTeam,
        _ term: (_ row: Int, _ column: Int) -> Vector
    ) {
        let constant = Float(latent) * Self.constant
        team.forEachRange(of: columns / Tensor.lanes, grain: 4) { range in
            for column in range.vectorPlaces { storeVector(.zero, densities + column) }
            for row in stride(from: 0, to: latent, by: rows) {
                for column in range.vectorPlaces {
                    storeVector(loadVector(densities + column) + term(row, column), densities + column)
                }
            }
            for column in range.vectorPlaces {
                let sum = loadVector(densities + column)
                storeVector(fma(sum, Vector(repeating: -0.5), -constant), densities + column)
            }
        }
    }

    /// Where draws come from, and go to.
    private struct Place {
        let heads: UnsafePointer<Float>
        let noise: UnsafeMutablePointer<Float>
        let sample: UnsafeMutablePointer<Float>
        let columns: Int
        let size: Int

        /// Stores a coordinate of sixteen draws; noise² + log variance.
        @inline(__always)
        func draw(_ normals: Vector, row: Int, _ column: Int) -> Vector {
            let at = row * columns + column
            let logVariance = loadVector(heads + size + at)
            storeVector(fma(exp(0.5 * logVariance), normals, loadVector(heads + at)), sample + at)
            storeVector(normals, noise + at)
            return fma(normals, normals, logVariance)
        }
    }

    /// The log density of each column's sample (latent × columns) in `densities`, overwritten.
    package func densities(of sample: Tensor, heads: Tensor, _ densities: MutableTensor, team: ThreadTeam) {
        let (sample, heads) = (sample.pointer, heads.pointer)
        sumRows(into: densities.pointer, team) { row, column in
            term(sample, heads, at: row * columns + column)
        }
    }

    /// −2 log density of sixteen coordinates, but for its constant.
    @inline(__always)
    private func term(_ sample: UnsafePointer<Float>, _ heads: UnsafePointer<Float>, at place: Int) -> Vector {
        let logVariance = loadVector(heads + size + place)
        let distance = loadVector(sample + place) - loadVector(heads + place)
        return fma(distance * distance, exp(-logVariance), logVariance)
    }

    /// The log density of each coordinate of a sample, latent × columns, overwritten.
    package func coordinateDensities(
        of sample: Tensor, heads: Tensor, _ densities: MutableTensor, team: ThreadTeam
    ) {
        let (sample, heads, target) = (sample.pointer, heads.pointer, densities.pointer)
        forEachVector(team) { at, _ in
            storeVector(fma(term(sample, heads, at: at), Vector(repeating: -0.5), -Self.constant), target + at)
        }
    }

    /// The gradient of Σ weights · (−log density): added to that of the sample, and for the heads overwritten.
    ///
    /// - Parameter weights: of each column.
    package func differentiateDensities(
        of sample: Tensor, heads: Tensor, weights: Tensor, adding sampleGradient: MutableTensor,
        headGradient: MutableTensor, team: ThreadTeam
    ) {
        let (sample, heads, weights) = (sample.pointer, heads.pointer, weights.pointer)
        let (toSample, toHeads) = (sampleGradient.pointer, headGradient.pointer)
        forEachVector(team) { at, column in
            let distance = loadVector(sample + at) - loadVector(heads + at)
            let scaled = distance * exp(-loadVector(heads + size + at))
            let weight = loadVector(weights + column)
            let pull = weight * scaled
            storeVector(loadVector(toSample + at) + pull, toSample + at)
            storeVector(-pull, toHeads + at)
            storeVector(0.5 * fma(-pull, distance, weight), toHeads + size + at)
        }
    }

    /// The gradient for the heads that a sample was drawn from, of what has this gradient for the sample, and of
    /// Σ weights · log density of the draw, all of it: that density depends on log variances alone.
    package func differentiateDraws(
        sampleGradient: Tensor, noise: Tensor, heads: Tensor, weights: Tensor, headGradient: MutableTensor,
        team: ThreadTeam
    ) {
        let (gradient, noise, heads) = (sampleGradient.pointer, noise.pointer, heads.pointer)
        let (weights, target) = (weights.pointer, headGradient.pointer)
        forEachVector(team) { at, column in
            let slope = loadVector(gradient + at)
            let stretched = slope * loadVector(noise + at) * exp(0.5 * loadVector(heads + size + at))
            storeVector(slope, target + at)
            storeVector(0.5 * (stretched - loadVector(weights + column)), target + size + at)
        }
    }

    /// The same through the sample alone, as if the density did not know the heads, times a factor of each column.
    package func differentiatePaths(
        sampleGradient: Tensor, noise: Tensor, heads: Tensor, weights: Tensor, factors: Tensor,
        headGradient: MutableTensor, team: ThreadTeam
    ) {
        let (gradient, noise, heads) = (sampleGradient.pointer, noise.pointer, heads.pointer)
        let (weights, factors, target) = (weights.pointer, factors.pointer, headGradient.pointer)
        forEachVector(team) { at, column in
            let half = 0.5 * loadVector(heads + size + at)
            let (draw, factor) = (loadVector(noise + at), loadVector(factors + column))
            // d log q / dz = −noise / deviation.
            let pull = loadVector(weights + column) * draw * exp(-half)
            let slope = factor * (loadVector(gradient + at) - pull)
            storeVector(slope, target + at)
            storeVector(0.5 * slope * draw * exp(half), target + size + at)
        }
    }

    /// Calls `body` with each vector's place in a tensor of latent × columns, and its column.
    @inline(__always)
    private func forEachVector(_ team: ThreadTeam, _ body: (_ at: Int, _ column: Int) -> Void) {
        team.forEachRange(of: latent, grain: 4) { range in
            for row in range {
                for column in stride(from: 0, to: columns, by: Tensor.lanes) { body(row * columns + column, column) }
            }
        }
    }
}

extension GaussianKernel {
    /// The heads of the normal distributions whose densities are the products of two, but for their integral (Sønderby et al.
    /// 2016, equations 10 and 11).
    package func product(_ one: Tensor, _ other: Tensor, heads: MutableTensor, team: ThreadTeam) {
        let (one, other, target) = (one.pointer, other.pointer, heads.pointer)
        forEachVector(team) { at, _ in
            let share = Self.share(one, other, at: size + at)
            let mean = loadVector(other + at)
            storeVector(fma(share, loadVector(one + at) - mean, mean), target + at)
            // The variance of the product is that of one of them by its share.
            let logVariance = loadVector(one + size + at)
            let gap = logVariance - loadVector(other + size + at)
            storeVector(logVariance - softplus(gap), target + size + at)
        }
    }

    /// The share of the first of two precisions, given the place of their log variances.
    @inline(__always)
    private static func share(_ one: UnsafePointer<Float>, _ other: UnsafePointer<Float>, at place: Int) -> Vector {
        sigmoid(loadVector(other + place) - loadVector(one + place))
    }

    /// The gradients for the heads of both, given that for the product's: of the first overwritten, added to that of the other.
    package func differentiateProduct(
        _ one: Tensor, _ other: Tensor, headGradient: Tensor, first: MutableTensor, adding second: MutableTensor,
        team: ThreadTeam
    ) {
        let (one, other, gradient) = (one.pointer, other.pointer, headGradient.pointer)
        let (toOne, toOther) = (first.pointer, second.pointer)
        forEachVector(team) { at, _ in
            let share = Self.share(one, other, at: size + at)
            let rest = 1 - share
            let (mean, logVariance) = (loadVector(gradient + at), loadVector(gradient + size + at))
            let turn = mean * share * rest * (loadVector(one + at) - loadVector(other + at))
            storeVector(mean * share, toOne + at)
            storeVector(fma(logVariance, share, -turn), toOne + size + at)
            storeVector(fma(mean, rest, loadVector(toOther + at)), toOther + at)
            storeVector(fma(logVariance, rest, loadVector(toOther + size + at) + turn), toOther + size + at)
        }
    }
}

/// log(1 + e^x), which neither overflows nor loses the small terms.
@inline(__always)
private func softplus(_ x: Vector) -> Vector { maximum(x, Vector.zero) + log1p(exp(-absolute(x))) }
