import Glibc

/// Batch normalisation (Ioffe & Szegedy 2015, algorithm 1) of values `pixels × channels × columns`, a channel at a time
/// over all pixels and the first `items` columns.
///
/// Limited by memory: each pass reads every value once.
struct BatchNormKernel {
    let pixels: Int
    let channels: Int
    /// Items of the batch; the columns beyond them stay out of the statistics and get no gradient.
    let items: Int
    let columns: Int
    let epsilon: Float = 1e-5

    /// Values that one channel's statistics are taken over.
    var population: Int { pixels * items }

    /// Puts each channel's mean in `mean` and its biased variance in `variance`.
    func statistics(_ input: Tensor, mean: Tensor, variance: Tensor, team: ThreadTeam) {
        team.forEachRange(of: channels) { range in
            for channel in range {
                let average = sum(channel) { loadVector(input.pointer + $0) } / Float(population)
                let center = Vector(repeating: average)
                let spread = sum(channel) {
                    let deviation = loadVector(input.pointer + $0) - center
                    return deviation * deviation
                }
                mean[channel] = average
                variance[channel] = spread / Float(population)
            }
        }
    }

    /// `output = scale · (input − mean) / √(variance + epsilon) + shift`.
    func normalise(
        _ input: Tensor, mean: Tensor, variance: Tensor, scale: Tensor, shift: Tensor, output: Tensor, team: ThreadTeam
    ) {
        team.forEachRange(of: pixels * channels, grain: 8) { range in
            for row in range {
                let channel = row % channels
                let factor = scale[channel] / (variance[channel] + epsilon).squareRoot()
                let factors = Vector(repeating: factor)
                let addend = Vector(repeating: shift[channel] - factor * mean[channel])
                for column in stride(from: row * columns, to: (row + 1) * columns, by: 16) {
                    storeVector(fma(loadVector(input.pointer + column), factors, addend), output.pointer + column)
                }
            }
        }
    }

    /// The gradients for the input (which may overwrite `outputGradient`), the scale and the shift.
    func backward(
        input: Tensor, mean: Tensor, variance: Tensor, scale: Tensor, outputGradient: Tensor,
        inputGradient: Tensor, scaleGradient: Tensor, shiftGradient: Tensor, team: ThreadTeam
    ) {
        team.forEachRange(of: channels) { range in
            for channel in range {
                let inverse = 1 / (variance[channel] + epsilon).squareRoot()
                let center = Vector(repeating: mean[channel])
                shiftGradient[channel] = sum(channel) { loadVector(outputGradient.pointer + $0) }
                scaleGradient[channel] =
                    inverse
                    * sum(channel) {
                        loadVector(outputGradient.pointer + $0) * (loadVector(input.pointer + $0) - center)
                    }
            }
        }
        let tail = tailMask
        team.forEachRange(of: pixels * channels, grain: 8) { range in
            for row in range {
                let channel = row % channels
                let inverse = 1 / (variance[channel] + epsilon).squareRoot()
                let factor = Vector(repeating: scale[channel] * inverse)
                let slope = scaleGradient[channel] * inverse / Float(population)
                let slopes = Vector(repeating: -slope)
                let level = Vector(repeating: slope * mean[channel] - shiftGradient[channel] / Float(population))
                for column in stride(from: 0, to: columns, by: 16) {
                    let at = row * columns + column
                    let change = fma(loadVector(input.pointer + at), slopes, level)
                    var gradient = factor * (loadVector(outputGradient.pointer + at) + change)
                    if column + 16 > items { gradient *= column < items ? tail : Vector.zero }
                    storeVector(gradient, inputGradient.pointer + at)
                }
            }
        }
    }

    /// Ones for the items in the last vector that has any, zeros for the columns that pad it.
    private var tailMask: Vector {
        var mask = Vector.zero
        for lane in 0..<16 where items % 16 == 0 || lane < items % 16 { mask[lane] = 1 }
        return mask
    }

    /// The sum of `term` over the channel's values, given the place of sixteen of them.
    @inline(__always)
    private func sum(_ channel: Int, _ term: (Int) -> Vector) -> Float {
        var even = Vector.zero
        var odd = Vector.zero
        var total: Double = 0
        let whole = items / 16 * 16
        for pixel in 0..<pixels {
            let row = (pixel * channels + channel) * columns
            var column = 0
            while column + 32 <= whole {
                even += term(row + column)
                odd += term(row + column + 16)
                column += 32
            }
            while column < whole {
                even += term(row + column)
                column += 16
            }
            if whole < items { odd += term(row + whole) * tailMask }
            if pixel % 16 == 15 {
                total += Double((even + odd).sum())
                even = Vector.zero
                odd = Vector.zero
            }
        }
        return Float(total + Double((even + odd).sum()))
    }
}
