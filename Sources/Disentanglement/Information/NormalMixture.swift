import Glibc
import Threads

typealias Vector = SIMD16<Float>

/// The mean of normal densities on a line: what all items' posteriors of one coordinate come to.
///
/// Densities are powers of two, 2^(peak − (scale · (z − mean))²), which takes the fewest instructions; the largest peak is
/// taken out of all of them, so that none overflows. Limited by arithmetic: draws × components.
package struct NormalMixture {
    private let components: [Component]
    private let largestPeak: Double

    private struct Component {
        var mean: Float
        var scale: Float
        var peak: Float
    }

    /// Draws that are done at a time.
    private static let group = 4 * Vector.scalarCount
    /// Narrower components are taken for as wide: what they are narrow by is no float.
    private static let leastLogVariance = -120.0
    /// Components that are summed in single precision.
    private static let block = 1024

    package init(means: [Double], logVariances: [Double]) {
        let binary = M_LOG2E
        let logVariances = logVariances.map { max($0, Self.leastLogVariance) }
        let peaks = logVariances.map { -0.5 * binary * ($0 + log(2 * Double.pi)) }
        let largest = peaks.max() ?? 0
        components = means.indices.map { place in
            Component(
                mean: Float(means[place]), scale: Float((0.5 * binary * exp(-logVariances[place])).squareRoot()),
                peak: Float(peaks[place] - largest))
        }
        largestPeak = largest
    }

    /// The mean of −log density of draws, in nats.
    package func crossEntropy(of draws: [Float], team: ThreadTeam) -> Double {
        let groups = (draws.count + Self.group - 1) / Self.group
        let sums = team.map(groups) { group in
            let first = group * Self.group
            return logDensities(of: draws[first..<min(first + Self.group, draws.count)])
        }
        return -sums.reduce(0, +) / Double(draws.count)
    }

    /// The sum of the log densities of some draws, as many as a group has at most.
    private func logDensities(of draws: ArraySlice<Float>) -> Double {
        var z = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
        for (place, draw) in draws.enumerated() {
            switch place / Vector.scalarCount {
            case 0: z.0[place % Vector.scalarCount] = draw
            case 1: z.1[place % Vector.scalarCount] = draw
            case 2: z.2[place % Vector.scalarCount] = draw
            default: z.3[place % Vector.scalarCount] = draw
            }
        }
        let sums = sums(at: z)
        let scale = largestPeak * M_LN2 - log(Double(components.count))
        return (0..<draws.count).reduce(0) { total, place in
            let sum = sums[place / Vector.scalarCount][place % Vector.scalarCount]
            return total + scale + log(max(sum, Double.leastNormalMagnitude))
        }
    }

    private func sums(at z: (Vector, Vector, Vector, Vector)) -> [SIMD16<Double>] {
        var totals = [SIMD16<Double>](repeating: .zero, count: 4)
        for first in stride(from: 0, to: components.count, by: Self.block) {
            var sums = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
            for component in components[first..<min(first + Self.block, components.count)] {
                sums.0 += density(component, at: z.0)
                sums.1 += density(component, at: z.1)
                sums.2 += density(component, at: z.2)
                sums.3 += density(component, at: z.3)
            }
            totals[0] += SIMD16<Double>(sums.0)
            totals[1] += SIMD16<Double>(sums.1)
            totals[2] += SIMD16<Double>(sums.2)
            totals[3] += SIMD16<Double>(sums.3)
        }
        return totals
    }

    @inline(__always)
    private func density(_ component: Component, at z: Vector) -> Vector {
        let t = (z - component.mean) * component.scale
        return PowerOfTwo.of(component.peak - t * t)
    }
}
