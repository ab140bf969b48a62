import Glibc
import Threads

/// Batch normalisation (Ioffe & Szegedy 2015, algorithm 1) of values `pixels × channels × columns`, a channel at a time
/// over all pixels and the first `items` columns, with the leaky ReLU that may follow it.
///
/// Limited by memory: two passes over the values forward, and two back.
package struct BatchNormKernel {
    let pixels: Int
    let channels: Int
    /// Items of the batch; the columns beyond them stay out of the statistics and get no gradient.
    let items: Int
    let columns: Int
    package static let epsilon: Float = 1e-5

    /// Parts of the pixels that are summed apart, whatever the number of threads.
    private static func parts(_ pixels: Int) -> Int { min(16, pixels) }
    var parts: Int { Self.parts(pixels) }

    func pixels(of part: Int) -> Range<Int> { (0..<pixels).part(part, of: parts) }

    /// Values that one channel's sums of a part are taken over.
    func population(of part: Int) -> Int { pixels(of: part).count * items }

    /// Numbers of work space: for each channel in each part two sums and a vector for each of them, and three more.
    static func workCount(pixels: Int, channels: Int) -> Int { (parts(pixels) * 2 * (Tensor.lanes + 1) + 3) * channels }

    /// Vectors that a part's sums are taken in.
    func vectors(of part: Int, in work: MutableTensor) -> UnsafeMutablePointer<Float> {
        work.pointer + part * channels * 2 * Tensor.lanes
    }

    /// Where the sums of all parts are in the work space.
    func sumRange() -> Range<Int> {
        let first = parts * channels * 2 * Tensor.lanes
        return first..<first + parts * channels * 2
    }

    /// The sums of a batch.
    struct Sums {
        /// Two sums of each channel for each part, and the items that they are taken over.
        let own: Tensor
        let items: Int
        /// The same of all blocks, where the batch is cut into several.
        var blocks: [Tensor] = []
        var blockItems: [Int] = []

        /// Items of the whole batch.
        var allItems: Int { blocks.isEmpty ? items : blockItems.reduce(0, +) }
    }

    /// Where the two sums of each channel of a part are.
    func sums(
        of part: Int, in work: MutableTensor
    ) -> (first: UnsafeMutablePointer<Float>, second: UnsafeMutablePointer<Float>) {
        let first = vectors(of: parts, in: work) + part * channels * 2
        return (first, first + channels)
    }

    /// The work space behind the sums.
    private func rest(of work: MutableTensor) -> UnsafeMutablePointer<Float> { sums(of: parts, in: work).first }

    /// Puts each channel's mean in `mean` and its biased variance in `variance`.
    ///
    /// Those of the parts are put together as by Chan, Golub & LeVeque 1983, equations 2.1.
    ///
    /// - Parameter sums: for the statistics.
    func statistics(mean: MutableTensor, variance: MutableTensor, sums: Sums) {
        let population = Double(pixels * sums.allItems)
        for channel in 0..<channels {
            var (average, squares) = (0.0, 0.0)
            forEachPart(of: sums, channel) { count, mean, _ in average += count * mean }
            average /= population
            forEachPart(of: sums, channel) { count, mean, rest in
                let difference = mean - average
                squares += rest + count * difference * difference
            }
            mean[channel] = Float(average)
            variance[channel] = Float(max(0, squares / population))
        }
    }

    /// Hands out the two sums of a channel for each part of each block, with how many values they are taken over.
    private func forEachPart(
        of sums: Sums, _ channel: Int, _ body: (_ count: Double, _ first: Double, _ second: Double) -> Void
    ) {
        if sums.blocks.isEmpty { return forEachPart(of: sums.own, items: sums.items, channel, body) }
        for (numbers, items) in zip(sums.blocks, sums.blockItems) {
            forEachPart(of: numbers, items: items, channel, body)
        }
    }

    private func forEachPart(
        of numbers: Tensor, items: Int, _ channel: Int, _ body: (Double, Double, Double) -> Void
    ) {
        for part in 0..<parts {
            let place = part * channels * 2 + channel
            body(Double(pixels(of: part).count * items), Double(numbers[place]), Double(numbers[place + channels]))
        }
    }

    /// `output = leaky(scale · (input − mean) / √(variance + epsilon) + shift)`; the slope 1 leaves the values as they are.
    ///
    /// - Parameter work: room for `workCount` numbers.
    func normalise(
        _ input: Tensor, mean: Tensor, variance: Tensor, scale: Tensor, shift: Tensor, slope: Float,
        output: MutableTensor, work: MutableTensor, team: ThreadTeam
    ) {
        let (factors, addends) = (rest(of: work), rest(of: work) + channels)
        for channel in 0..<channels {
            factors[channel] = scale[channel] / (variance[channel] + Self.epsilon).squareRoot()
            addends[channel] = shift[channel] - factors[channel] * mean[channel]
        }
        let (values, results) = (input.pointer, output.pointer)
        forEachRow(team) { row, channel in
            let factor = Vector(repeating: factors[channel])
            let addend = Vector(repeating: addends[channel])
            for place in stride(from: row * columns, to: (row + 1) * columns, by: Tensor.lanes) {
                let value = fma(loadVector(values + place), factor, addend)
                storeVector(leaky(value, slope: slope), results + place)
            }
        }
    }

    /// The gradients for the input, where it is wanted (which may overwrite `outputGradient`), and those that the items have for
    /// the scale and the shift.
    ///
    /// - Parameters:
    ///   - work: with the sums for the gradients in it.
    ///   - sums: the same, and those of all blocks.
    func backward(
        input: Tensor, mean: Tensor, variance: Tensor, scale: Tensor, outputGradient: Tensor,
        inputGradient: MutableTensor?, scaleGradient: MutableTensor, shiftGradient: MutableTensor, work: MutableTensor,
        sums: Sums, team: ThreadTeam
    ) {
        let (values, gradients) = (input.pointer, outputGradient.pointer)
        let factors = rest(of: work)
        let (slopes, levels) = (factors + channels, factors + 2 * channels)
        let own = Sums(own: sums.own, items: items)
        let population = Float(pixels * sums.allItems)
        for channel in 0..<channels {
            let (ownSum, ownMoment) = total(channel, of: own)
            let (sum, moment) = sums.blocks.isEmpty ? (ownSum, ownMoment) : total(channel, of: sums)
            let inverse = 1 / (variance[channel] + Self.epsilon).squareRoot()
            shiftGradient[channel] = Float(ownSum)
            scaleGradient[channel] = inverse * Float(ownMoment)
            let slope = inverse * Float(moment) * inverse / population
            factors[channel] = scale[channel] * inverse
            slopes[channel] = -slope
            levels[channel] = slope * mean[channel] - Float(sum) / population
        }
        guard let results = inputGradient?.pointer else { return }
        let tail = tailMask
        forEachRow(team) { row, channel in
            let factor = Vector(repeating: factors[channel])
            let slope = Vector(repeating: slopes[channel])
            let level = Vector(repeating: levels[channel])
            for column in stride(from: 0, to: columns, by: Tensor.lanes) {
                let place = row * columns + column
                let change = fma(loadVector(values + place), slope, level)
                var gradient = factor * (loadVector(gradients + place) + change)
                if column + Tensor.lanes > items { gradient *= column < items ? tail : Vector.zero }
                storeVector(gradient, results + place)
            }
        }
    }

    /// Ones for the items in the last vector that has any, zeros for the columns that pad it.
    var tailMask: Vector {
        var mask = Vector.zero
        for lane in 0..<Tensor.lanes where items % Tensor.lanes == 0 || lane < items % Tensor.lanes { mask[lane] = 1 }
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

    /// A channel's two sums over all parts of all blocks.
    private func total(_ channel: Int, of sums: Sums) -> (Double, Double) {
        var total = (0.0, 0.0)
        forEachPart(of: sums, channel) { _, first, second in total = (total.0 + first, total.1 + second) }
        return total
    }
}
