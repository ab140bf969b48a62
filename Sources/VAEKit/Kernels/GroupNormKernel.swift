import CVectors
import Threads

/// Normalisation of each item by its own mean and variance over groups of channels and all pixels (Wu & He 2018, equations
/// 1 to 6); with one group it is layer normalisation (Ba et al. 2016). The items are the lanes, so that nothing is added
/// across them.
///
/// Limited by memory: three passes over the values forward, two back and one for scale and shift.
struct GroupNormKernel {
    let pixels: Int
    let channels: Int
    let groups: Int
    /// Whether there is a scale and a shift for each value, and not for each channel.
    let isPerValue: Bool
    let columns: Int

    private static let epsilon: Float = 1e-5

    private var groupChannels: Int { channels / groups }
    private var population: Float { Float(pixels * groupChannels) }
    var affineCount: Int { isPerValue ? pixels * channels : channels }
    /// Numbers that are kept: for each group and item the mean and 1 over the standard deviation.
    var keptCount: Int { 2 * groups * columns }

    /// `output = leaky(scale · (input − mean) / √(variance + epsilon) + shift)`; mean and deviation are put in `kept`.
    func forward(
        _ input: Tensor, scale: Tensor, shift: Tensor, slope: Float, output: MutableTensor, kept: MutableTensor,
        team: ThreadTeam
    ) {
        let (values, results, scales, shifts) = (input.pointer, output.pointer, scale.pointer, shift.pointer)
        forEachGroup(team) { group, column in
            let mean = sum(of: group, column) { loadVector(values + $0) } / population
            let squares = sum(of: group, column) {
                let difference = loadVector(values + $0) - mean
                return difference * difference
            }
            let inverse = 1 / squareRoot(squares / population + Self.epsilon)
            storeVector(mean, kept.pointer + group * columns + column)
            storeVector(inverse, kept.pointer + (groups + group) * columns + column)
            forEachValue(of: group, column) { place, affine in
                let value = (loadVector(values + place) - mean) * inverse
                let result = fma(value, Vector(repeating: scales[affine]), shifts[affine])
                storeVector(leaky(result, slope: slope), results + place)
            }
        }
    }

    /// The gradient for the input, which may overwrite `outputGradient` once scale and shift have theirs.
    func backward(
        _ input: Tensor, scale: Tensor, outputGradient: Tensor, inputGradient: MutableTensor, kept: Tensor,
        team: ThreadTeam
    ) {
        let (values, scales, gradients) = (input.pointer, scale.pointer, outputGradient.pointer)
        let results = inputGradient.pointer
        forEachGroup(team) { group, column in
            let mean = loadVector(kept.pointer + group * columns + column)
            let inverse = loadVector(kept.pointer + (groups + group) * columns + column)
            var (sum, moment) = (Vector.zero, Vector.zero)
            forEachValue(of: group, column) { place, affine in
                let gradient = loadVector(gradients + place) * scales[affine]
                sum += gradient
                moment = fma(gradient, (loadVector(values + place) - mean) * inverse, moment)
            }
            (sum, moment) = (sum / population, moment / population)
            forEachValue(of: group, column) { place, affine in
                let value = (loadVector(values + place) - mean) * inverse
                let gradient = loadVector(gradients + place) * scales[affine]
                storeVector((gradient - sum - value * moment) * inverse, results + place)
            }
        }
    }

    /// The gradients for scale and shift.
    func affineGradients(
        _ input: Tensor, outputGradient: Tensor, kept: Tensor, scaleGradient: MutableTensor,
        shiftGradient: MutableTensor, team: ThreadTeam
    ) {
        let (values, gradients) = (input.pointer, outputGradient.pointer)
        let (scales, shifts) = (scaleGradient.pointer, shiftGradient.pointer)
        team.forEachRange(of: affineCount) { range in
            for affine in range {
                let group = affine % channels / groupChannels
                var (sum, moment) = (Vector.zero, Vector.zero)
                for row in stride(from: affine, to: pixels * channels, by: affineCount) {
                    for column in stride(from: 0, to: columns, by: 16) {
                        let mean = loadVector(kept.pointer + group * columns + column)
                        let inverse = loadVector(kept.pointer + (groups + group) * columns + column)
                        let gradient = loadVector(gradients + row * columns + column)
                        sum += gradient
                        moment = fma(gradient, (loadVector(values + row * columns + column) - mean) * inverse, moment)
                    }
                }
                shifts[affine] = sum.sum()
                scales[affine] = moment.sum()
            }
        }
    }

    @inline(__always)
    private func forEachGroup(_ team: ThreadTeam, _ body: (_ group: Int, _ column: Int) -> Void) {
        let vectors = columns / 16
        team.forEachRange(of: groups * vectors) { range in
            for index in range { body(index / vectors, index % vectors * 16) }
        }
    }

    /// The places of a group's values, and those of their scale and shift.
    @inline(__always)
    private func forEachValue(of group: Int, _ column: Int, _ body: (_ place: Int, _ affine: Int) -> Void) {
        for pixel in 0..<pixels {
            let first = pixel * channels + group * groupChannels
            for row in first..<first + groupChannels {
                body(row * columns + column, isPerValue ? row : row - pixel * channels)
            }
        }
    }

    /// The sum over a group's values, pixel by pixel, so that rounding grows with the pixels and not with the values.
    @inline(__always)
    private func sum(of group: Int, _ column: Int, _ term: (_ place: Int) -> Vector) -> Vector {
        var total = Vector.zero
        for pixel in 0..<pixels {
            let first = pixel * channels + group * groupChannels
            var sum = Vector.zero
            for row in first..<first + groupChannels { sum += term(row * columns + column) }
            total += sum
        }
        return total
    }
}
