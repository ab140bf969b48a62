import Glibc

/// Batch normalisation (Ioffe & Szegedy 2015, algorithm 1) of values `pixels × channels × columns`, a channel at a time
/// over all pixels and the first `items` columns, with the leaky ReLU that may follow it.
///
/// Limited by memory: two passes over the values forward, and two back.
struct BatchNormKernel {
    let pixels: Int
    let channels: Int
    /// Items of the batch; the columns beyond them stay out of the statistics and get no gradient.
    let items: Int
    let columns: Int
    let epsilon: Float = 1e-5

    /// Values that one channel's statistics are taken over.
    var population: Int { pixels * items }

    /// Parts of the pixels that are summed apart, whatever the number of threads.
    private static func parts(_ pixels: Int) -> Int { min(16, pixels) }
    private var parts: Int { Self.parts(pixels) }

    /// Numbers of work space: a vector for each of two sums of each channel in each part, and three numbers more.
    static func workCount(pixels: Int, channels: Int) -> Int { (parts(pixels) * 32 + 3) * channels }

    /// Puts each channel's mean in `mean` and its biased variance in `variance`.
    ///
    /// Both are taken in one pass, of the differences from a first guess at the mean, so that a mean far from zero does
    /// not swallow the variance (Chan, Golub & LeVeque 1983, equation 1.7).
    ///
    /// - Parameter work: room for `workCount` numbers.
    func statistics(_ input: Tensor, mean: Tensor, variance: Tensor, work: Tensor, team: ThreadTeam) {
        let values = input.pointer
        let guesses = rest(of: work)
        for channel in 0..<channels {
            var sum: Float = 0
            for item in 0..<min(16, items) { sum += values[channel * columns + item] }
            guesses[channel] = sum / Float(min(16, items))
        }
        sum(in: work, team) { place, channel in
            let difference = loadVector(values + place) - Vector(repeating: guesses[channel])
            return (difference, difference * difference)
        }
        for channel in 0..<channels {
            let (sum, squares) = total(channel, in: work)
            let shift = sum / Double(population)
            mean[channel] = Float(Double(guesses[channel]) + shift)
            variance[channel] = Float(max(0, squares / Double(population) - shift * shift))
        }
    }

    /// `output = leaky(scale · (input − mean) / √(variance + epsilon) + shift)`; the slope 1 leaves the values as they are.
    ///
    /// - Parameter work: room for `workCount` numbers.
    func normalise(
        _ input: Tensor, mean: Tensor, variance: Tensor, scale: Tensor, shift: Tensor, slope: Float, output: Tensor,
        work: Tensor, team: ThreadTeam
    ) {
        let (factors, addends) = (rest(of: work), rest(of: work) + channels)
        for channel in 0..<channels {
            factors[channel] = scale[channel] / (variance[channel] + epsilon).squareRoot()
            addends[channel] = shift[channel] - factors[channel] * mean[channel]
        }
        let (values, results) = (input.pointer, output.pointer)
        forEachRow(team) { row, channel in
            let factor = Vector(repeating: factors[channel])
            let addend = Vector(repeating: addends[channel])
            for place in stride(from: row * columns, to: (row + 1) * columns, by: 16) {
                let value = fma(loadVector(values + place), factor, addend)
                storeVector(leaky(value, slope: slope), results + place)
            }
        }
    }

    /// The gradients for the input (which may overwrite `outputGradient`), the scale and the shift.
    ///
    /// - Parameter work: room for `workCount` numbers.
    func backward(
        input: Tensor, mean: Tensor, variance: Tensor, scale: Tensor, outputGradient: Tensor,
        inputGradient: Tensor, scaleGradient: Tensor, shiftGradient: Tensor, work: Tensor, team: ThreadTeam
    ) {
        let (values, gradients) = (input.pointer, outputGradient.pointer)
        sum(in: work, team) { place, channel in
            let gradient = loadVector(gradients + place)
            return (gradient, gradient * (loadVector(values + place) - Vector(repeating: mean[channel])))
        }
        let factors = rest(of: work)
        let (slopes, levels) = (factors + channels, factors + 2 * channels)
        for channel in 0..<channels {
            let (sum, moment) = total(channel, in: work)
            let inverse = 1 / (variance[channel] + epsilon).squareRoot()
            shiftGradient[channel] = Float(sum)
            scaleGradient[channel] = inverse * Float(moment)
            let slope = scaleGradient[channel] * inverse / Float(population)
            factors[channel] = scale[channel] * inverse
            slopes[channel] = -slope
            levels[channel] = slope * mean[channel] - shiftGradient[channel] / Float(population)
        }
        let (tail, results) = (tailMask, inputGradient.pointer)
        forEachRow(team) { row, channel in
            let factor = Vector(repeating: factors[channel])
            let slope = Vector(repeating: slopes[channel])
            let level = Vector(repeating: levels[channel])
            for column in stride(from: 0, to: columns, by: 16) {
                let place = row * columns + column
                let change = fma(loadVector(values + place), slope, level)
                var gradient = factor * (loadVector(gradients + place) + change)
                if column + 16 > items { gradient *= column < items ? tail : Vector.zero }
                storeVector(gradient, results + place)
            }
        }
    }

    /// Ones for the items in the last vector that has any, zeros for the columns that pad it.
    private var tailMask: Vector {
        var mask = Vector.zero
        for lane in 0..<16 where items % 16 == 0 || lane < items % 16 { mask[lane] = 1 }
        return mask
    }

    @inline(__always)
    private func forEachRow(_ team: ThreadTeam, _ body: (_ row: Int, _ channel: Int) -> Void) {
        team.forEachRange(of: pixels * channels, grain: 64) { range in
            var channel = range.lowerBound % channels
            for row in range {
                body(row, channel)
                channel = channel + 1 == channels ? 0 : channel + 1
            }
        }
    }

    /// Sums two terms of each value over the pixels and items of each part, in vectors; the values are read in order.
    ///
    /// - Parameter terms: given the place of sixteen values and their channel.
    @inline(__always)
    private func sum(in work: Tensor, _ team: ThreadTeam, _ terms: (Int, Int) -> (Vector, Vector)) {
        let (sums, tail) = (work.pointer, tailMask)
        let whole = items / 16 * 16
        team.forEach(parts) { part in
            let partSums = sums + part * channels * 32
            partSums.update(repeating: 0, count: channels * 32)
            for pixel in pixels * part / parts..<pixels * (part + 1) / parts {
                for channel in 0..<channels {
                    let place = (pixel * channels + channel) * columns
                    var first = loadVector(partSums + channel * 32)
                    var second = loadVector(partSums + channel * 32 + 16)
                    for column in stride(from: 0, to: whole, by: 16) {
                        let term = terms(place + column, channel)
                        first += term.0
                        second += term.1
                    }
                    if whole < items {
                        let term = terms(place + whole, channel)
                        first += term.0 * tail
                        second += term.1 * tail
                    }
                    storeVector(first, partSums + channel * 32)
                    storeVector(second, partSums + channel * 32 + 16)
                }
            }
        }
    }

    /// A channel's two sums over all parts.
    private func total(_ channel: Int, in work: Tensor) -> (Double, Double) {
        var (first, second) = (Vector.zero, Vector.zero)
        for part in 0..<parts {
            let sums = work.pointer + (part * channels + channel) * 32
            first += loadVector(sums)
            second += loadVector(sums + 16)
        }
        return (Double(first.sum()), Double(second.sum()))
    }

    /// The work space behind the sums.
    private func rest(of work: Tensor) -> UnsafeMutablePointer<Float> { work.pointer + parts * channels * 32 }
}
